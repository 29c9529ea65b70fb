import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { refreshStandings } from '@/lib/arena/standings';
import { closeVoters } from '@/lib/arena/voters';
import { leaderboardJson } from '@/lib/evaluation/leaderboard';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import {
  exportedVoteList,
  judgeable,
  leaderboardText,
  recomputed,
  setAside,
  somebody,
} from '../support/standings';
import { statementsOf } from '../support/statements';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  // What is decided is published at once.
  await fillArena(40, 'COUNTING', 1);
  await fillArena(40, 'COLOR', 1);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const STANDINGS = /* GraphQL */ `
  query ($base: String) {
    ranking(base: $base, question: ALIGNMENT) {
      base
      computedAt
      votes
      models {
        name
        rating
      }
    }
    reliability {
      alphaPairs
      gold {
        asked
      }
    }
  }
`;
const standings = z.object({
  ranking: z.object({
    base: z.string(),
    computedAt: z.iso.datetime().nullable(),
    votes: z.number(),
    models: z.array(z.object({ name: z.string(), rating: z.number() })),
  }),
  reliability: z.object({
    alphaPairs: z.number(),
    gold: z.object({ asked: z.number() }).nullable(),
  }),
});

/** What pages show. */
const shown = (base?: string) => run(STANDINGS, standings, { base });

test('before a worker has ranked any votes there is an empty ranking, and no date', async () => {
  await somebody('LEFT', 'TIE');
  const { ranking, reliability } = await shown();
  expect(ranking).toEqual({ base: 'sarovar-64', computedAt: null, votes: 0, models: [] });
  expect(reliability).toEqual({ alphaPairs: 0, gold: null });
  expect(await leaderboardText()).toBe(leaderboardJson([]));
});

test('the web ranks nothing: votes change no page until a worker has ranked them, which it says', async () => {
  for (const outcome of ['LEFT', 'RIGHT', 'BOTH_BAD']) await judgeable(outcome, 'RIGHT');
  expect((await shown()).ranking.votes).toBe(0);
  const begun = Date.now();
  const { changed, votes } = await refreshStandings();
  expect({ changed, votes }).toEqual({ changed: true, votes: await prisma().vote.count() });
  const before = await shown();
  expect(before.ranking.votes).toBeGreaterThan(5);
  expect(Math.abs(Date.parse(before.ranking.computedAt ?? '') - begun)).toBeLessThan(60_000);
  const text = await leaderboardText();

  await judgeable('LEFT', 'LEFT');
  expect(await shown()).toEqual(before);
  expect(await leaderboardText()).toBe(text);
  await refreshStandings();
  const after = await shown();
  expect(after.ranking.votes).toBeGreaterThan(before.ranking.votes);
  expect(Date.parse(after.ranking.computedAt ?? '')).toBeGreaterThan(
    Date.parse(before.ranking.computedAt ?? ''),
  );
});

test('where nothing has changed nothing is written, whoever looks around meanwhile', async () => {
  await new Visitor().draw();
  const before = await prisma().standings.findFirstOrThrow();
  const [{ changed, votes }, sent] = await statementsOf(() => refreshStandings());
  expect({ changed, votes }).toEqual({ changed: false, votes: before.votes });
  expect(sent).toHaveLength(2);
  for (const statement of sent) expect(statement).toMatch(/^ ?SELECT /);
  expect(await prisma().standings.findFirstOrThrow()).toEqual(before);
});

test('the hash of a ranking is that of its votes’ lines in the export', async () => {
  const votes = await exportedVoteList();
  const hash = createHash('sha256');
  for (const { line, vote } of votes) {
    if (vote.kind === 'SAMPLED' && vote.question === 'ALIGNMENT') hash.update(`${line}\n`);
  }
  const slice = '{"base":"sarovar-64","category":"ALL","question":"ALIGNMENT","form":"ALL"}';
  const { votesSha256 } = await prisma().storedRanking.findUniqueOrThrow({ where: { slice } });
  expect(votesSha256).toBe(hash.digest('hex'));
});

test('whoever reads while rankings are stored reads one whole set of them', async () => {
  const { id: voterId } = await judgeable('LEFT', 'RIGHT', 'LEFT');
  await refreshStandings();
  const whole = new Set([await leaderboardText()]);
  await setAside(voterId);
  await refreshStandings();
  whole.add(await leaderboardText());
  expect(whole.size).toBe(2);

  let over = false;
  const read = async () => {
    const seen: string[] = [];
    while (!over) seen.push(await leaderboardText());
    return seen;
  };
  const readers = [read(), read(), read()];
  for (let round = 0; round < 6; round += 1) {
    const liftedAt = round % 2 === 0 ? new Date() : null;
    await prisma().quarantine.update({ where: { voterId }, data: { liftedAt } });
    await refreshStandings();
  }
  over = true;
  const seen = new Set((await Promise.all(readers)).flat());
  expect(seen).toEqual(whole);
});

test('who has read the votes earlier does not overwrite what was read later', async () => {
  const before = await leaderboardText();
  const soon = { computedAt: new Date(Date.now() + 3_600_000) };
  const { computedAt } = await prisma().standings.findFirstOrThrow();
  await prisma().standings.updateMany({ data: soon });
  await somebody('LEFT');
  await refreshStandings();
  expect(await leaderboardText()).toBe(before);
  expect(await prisma().standings.findFirstOrThrow()).toMatchObject(soon);
  await prisma().standings.updateMany({ data: { computedAt } });
  await refreshStandings();
  expect(await leaderboardText()).toBe(await recomputed());
});

test('a refresh that is given up stores nothing', async () => {
  await somebody('LEFT');
  const before = await leaderboardText();
  await expect(refreshStandings(AbortSignal.abort(new Error('stopping')))).rejects.toThrow(
    'stopping',
  );
  expect(await leaderboardText()).toBe(before);
  expect((await refreshStandings()).changed).toBe(true);
});

test('an unknown base has an empty ranking, and nothing is kept of it', async () => {
  const rows = await prisma().storedRanking.count();
  for (let i = 0; i < 20; i += 1) {
    const { ranking } = await shown(`nobody's ${i}`);
    expect(ranking).toMatchObject({ base: `nobody's ${i}`, votes: 0, models: [] });
  }
  expect(await prisma().storedRanking.count()).toBe(rows);
});
