import { modelLabel } from '@/lib/arena/names';
import { at } from '@/lib/at';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { rankSlice } from '@/lib/evaluation/leaderboard';
import { reliabilityOf } from '@/lib/evaluation/reliability';
import { sliceKey } from '@/lib/evaluation/slices';
import { pool, prisma } from '@/lib/store/database';

const VOTERS = 12;
const EACH = 12;

/** Stores what a worker makes of votes on which model is preferred: ELLA, nearly always, and the other two are level to the last digit. */
export async function storeRanking(): Promise<void> {
  const names = ['vanilla', 'sur-cosine-4000', 'ella'];
  const models = await prisma().model.findMany({
    where: { name: { in: names } },
    include: { base: true },
  });
  const label = (name: string) =>
    modelLabel(models.find((own) => own.name === name) ?? at(models, 0));
  const slice = {
    base: at(models, 0).base.name,
    category: 'ALL',
    question: 'OVERALL',
    form: 'ALL',
    voters: 'ALL',
  } as const;
  const votes = Array.from({ length: VOTERS * EACH }, (_, index): ArenaVote => {
    const [first, second] = at(
      [
        ['ella', 'vanilla'],
        ['sur-cosine-4000', 'ella'],
        ['vanilla', 'sur-cosine-4000'],
      ] as const,
      index % 3,
    );
    const isElla = first === 'ella' || second === 'ella';
    const likesFirst = isElla ? (first === 'ella') !== (index % 13 === 0) : index % 2 === 0;
    return {
      id: String(index).padStart(6, '0'),
      matchup: `matchup ${index}`,
      at: '2026-01-01T00:00:00.000Z',
      question: slice.question,
      base: slice.base,
      category: 'COUNTING',
      form: 'SIMPLE',
      prompt: `prompt ${index % 7}`,
      set: `set ${index % 7}`,
      first: label(first),
      second: label(second),
      outcome: likesFirst ? 'FIRST' : 'SECOND',
      voter: `voter ${Math.floor(index / EACH)}`,
      kind: 'SAMPLED',
      propensity: 0.3,
      gold: null,
      repeats: null,
      quarantined: false,
      held: false,
      seasoned: false,
      verified: false,
    };
  });
  const ranking = JSON.stringify(rankSlice(votes, slice));
  const reliability = JSON.stringify({ ...reliabilityOf([]), alpha: 0.7, alphaPairs: 40 });
  await pool().query(
    `INSERT INTO "StoredRanking" (slice, "votesSha256", ranking) VALUES ($1, $2, $3::jsonb)`,
    [sliceKey(slice), '0'.repeat(64), ranking],
  );
  await pool().query(
    `INSERT INTO "Standings" (mark, votes, reliability, "computedAt")
      VALUES ('made up', $1, $2::jsonb, now())`,
    [votes.length, reliability],
  );
}
