import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { rankSlice, type SliceRanking } from '@/lib/evaluation/leaderboard';
import { reliabilityOf, reliabilitySchema, type Reliability } from '@/lib/evaluation/reliability';
import { sliceRankingSchema } from '@/lib/evaluation/slice-ranking-schema';
import { inOrder, sliceKey, type Slice } from '@/lib/evaluation/slices';
import { agreementWithCrowd } from '@/lib/evaluation/taste';
import { defaultBase } from '@/lib/models/default-base';
import { pool, prisma } from '@/lib/store/database';
import { exportedVotes } from './exported-votes';

/** A ranking, and of which moment its votes are. */
export interface DatedRanking extends SliceRanking {
  /** Null before the first of all rankings, and where another date says it. */
  readonly computedAt: Date | null;
}

/** The base of that name, or the one for those who name none. */
export async function baseNamed(name: string | null | undefined): Promise<string> {
  return name ?? (await defaultBase()) ?? '';
}

const STORED = `
  SELECT s."computedAt", r.ranking FROM "Standings" s LEFT JOIN "StoredRanking" r ON r.slice = $1`;

const storedRows = z.array(
  z.object({ computedAt: z.date(), ranking: sliceRankingSchema.nullable() }),
);

/** The ranking of one slice as it is stored; an empty one of a slice without votes. */
export async function ranking(slice: Slice): Promise<DatedRanking> {
  const [row] = storedRows.parse((await pool().query(STORED, [sliceKey(slice)])).rows);
  return { ...(row?.ranking ?? rankSlice([], slice)), computedAt: row?.computedAt ?? null };
}

/** All rankings that are stored, in the order of the leaderboard. */
export async function allRankings(): Promise<SliceRanking[]> {
  const rows = await prisma().storedRanking.findMany();
  return inOrder(rows.map((row) => sliceRankingSchema.parse(row.ranking)));
}

const KEEP = `
  INSERT INTO "RankingSnapshot" (id, slice, "votesSha256", ranking)
  SELECT $1, slice, "votesSha256", ranking FROM "StoredRanking"
  WHERE slice = $2 AND jsonb_array_length(ranking #> '{ranking, models}') > 0
  ON CONFLICT (slice, "votesSha256") DO UPDATE SET slice = EXCLUDED.slice
  RETURNING id`;

/**
 * Keeps the ranking of a slice as it is stored, once for the same votes. Returns the snapshot's id;
 * undefined when there are too few votes for any ranking.
 */
export async function keepRanking(slice: Slice): Promise<string | undefined> {
  const values = [uuidv7(), sliceKey(slice)];
  return (await pool().query<{ id: string }>(KEEP, values)).rows[0]?.id;
}

/** From so many own votes there is a personal ranking. */
export const LEAST_OWN_VOTES = 30;

/** How many sampled pairs the voter has judged, and from enough of them their own ranking. */
export async function personalRanking(voterId: string, base: string) {
  const own: ArenaVote[] = [];
  for await (const vote of exportedVotes(voterId)) own.push(vote);
  const slice = {
    base,
    category: 'ALL',
    question: 'ALIGNMENT',
    form: 'ALL',
    voters: 'ALL',
  } as const;
  const judged = own.filter(({ kind, question }) => kind === 'SAMPLED' && question === 'ALIGNMENT');
  const enough = judged.length >= LEAST_OWN_VOTES;
  // Ranked here and now: it takes some 25 ms of hundreds of votes, and nobody else ever reads it.
  // Their own votes count for themselves, however few, and whatever others think of them.
  const counted = own.map((vote) => ({ ...vote, quarantined: false, held: false }));
  const ranked = enough ? rankSlice(counted, slice, { personal: true }) : null;
  const dated = ranked && { ...ranked, computedAt: new Date() };
  return { base, own, votes: judged.length, ranking: dated };
}

/** How often the voter chose as most others did, of their own votes; undefined while nothing can be compared. */
export async function agreement({ base, own }: Awaited<ReturnType<typeof personalRanking>>) {
  const theirs = own.filter((vote) => vote.base === base);
  const categories = [...new Set(theirs.map(({ category }) => category))];
  const slices = await Promise.all(
    categories.map(async (category) => {
      const slice = { base, category, question: 'ALIGNMENT', form: 'ALL', voters: 'ALL' } as const;
      return [category, await ranking(slice)] as const;
    }),
  );
  return agreementWithCrowd(theirs, new Map(slices));
}

/** How far the voters can be relied on, as it is stored. */
export async function reliability(): Promise<Reliability> {
  const stored = await prisma().standings.findFirst();
  return stored ? reliabilitySchema.parse(stored.reliability) : reliabilityOf([]);
}
