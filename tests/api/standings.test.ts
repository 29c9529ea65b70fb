import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { GET as leaderboardRoute } from '@/app/leaderboard.json/route';
import { publicVoter } from '@/lib/arena/names';
import { liftQuarantine } from '@/lib/arena/quarantine';
import { refreshStandings } from '@/lib/arena/standings';
import { closeVoters, forgetVoter } from '@/lib/arena/voters';
import { OPEN_FOR_HOURS } from '@/lib/arena/votes';
import { parseVoteLine } from '@/lib/evaluation/arena-votes';
import { leaderboard, leaderboardJson } from '@/lib/evaluation/leaderboard';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { exportedLines } from '../support/exports';
import { statementsOf } from '../support/statements';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(4, 'COUNTING');
  await fillArena(4, 'COLOR');
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

const leaderboardText = async () => (await leaderboardRoute()).text();

async function exportedVoteList() {
  const lines = (await exportedLines('votes')).split('\n').filter((line) => line !== '');
  return lines.map((line, index) => ({ line, vote: parseVoteLine(line, index + 1) }));
}

/** What the leaderboard of the votes as they are now would be. */
const recomputed = async () =>
  leaderboardJson(leaderboard((await exportedVoteList()).map(({ vote }) => vote)));

/** Somebody who has decided a few matchups, with their id. */
async function somebody(...outcomes: readonly string[]) {
  const visitor = new Visitor();
  const keys: string[] = [];
  for (const outcome of outcomes) keys.push((await visitor.decide(outcome)).key);
  const matchup = await prisma().matchup.findFirstOrThrow({ where: { id: { in: keys } } });
  return { visitor, keys, id: matchup.voterId };
}

test('before a worker has ranked any votes there is an empty ranking, and no date', async () => {
  await somebody('LEFT', 'TIE');
  const { ranking, reliability } = await shown();
  expect(ranking).toEqual({ base: 'sarovar-64', computedAt: null, votes: 0, models: [] });
  expect(reliability).toEqual({ alphaPairs: 0, gold: null });
  expect(await leaderboardText()).toBe(leaderboardJson([]));
});

test('the web ranks nothing: votes change no page until a worker has ranked them, which it says', async () => {
  for (const outcome of ['LEFT', 'RIGHT', 'BOTH_BAD']) await somebody(outcome, 'TIE', 'RIGHT');
  expect((await shown()).ranking.votes).toBe(0);
  const begun = Date.now();
  const { changed, votes } = await refreshStandings();
  expect({ changed, votes }).toEqual({ changed: true, votes: await prisma().vote.count() });
  const before = await shown();
  expect(before.ranking.votes).toBeGreaterThan(5);
  expect(before.ranking.models.length).toBeGreaterThan(1);
  expect(Math.abs(Date.parse(before.ranking.computedAt ?? '') - begun)).toBeLessThan(60_000);
  const text = await leaderboardText();

  await somebody('LEFT', 'LEFT');
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

interface Somebody {
  readonly visitor: Visitor;
  readonly keys: readonly string[];
  readonly id: string;
}

const reasons = [{ test: 'GOLD', detail: 'none right', p: 0 }];

/** Answers the first question of a matchup, which stays open. */
async function halfAnswer({ visitor }: Somebody): Promise<string> {
  const { key } = await visitor.draw();
  await visitor.vote(key, 'ALIGNMENT', 'LEFT');
  return key;
}

const setAside = ({ id }: Somebody) =>
  prisma().quarantine.create({ data: { voterId: id, reasons } });

interface Change {
  /** What comes before, and is in the rankings already. */
  readonly given?: (who: Somebody) => Promise<unknown>;
  readonly change: (who: Somebody) => Promise<unknown>;
}

/** What changes the votes that count, of somebody who has decided matchups a moment ago. */
const CHANGES: Readonly<Record<string, Change>> = {
  'a vote is cast': { change: ({ visitor }) => visitor.decide('RIGHT') },
  'a matchup is taken back': {
    change: ({ visitor, keys }) => visitor.undo(keys.at(-1) ?? ''),
  },
  'a voter is set aside': { change: setAside },
  'a voter who was set aside is let back': {
    given: setAside,
    change: ({ id }) => liftQuarantine(publicVoter(id), 'an honest one'),
  },
  'a half answered matchup is skipped': {
    given: halfAnswer,
    change: async ({ visitor }) => visitor.skip((await visitor.draw()).key),
  },
  'a half answered matchup takes no more answers': {
    given: halfAnswer,
    change: async ({ visitor }) => {
      const createdAt = new Date(Date.now() - OPEN_FOR_HOURS * 3_600_000);
      const { key: id } = await visitor.draw();
      await prisma().matchup.update({ where: { id }, data: { createdAt } });
    },
  },
  'an answer is given anew': {
    given: halfAnswer,
    change: async ({ visitor }) => {
      const { key } = await visitor.draw();
      await visitor.undo(key);
      await visitor.vote(key, 'ALIGNMENT', 'RIGHT');
      await visitor.skip(key);
    },
  },
  'a voter is forgotten, and the votes stay': { change: ({ id }) => forgetVoter(id, true) },
  'a voter is forgotten with the votes': {
    // Whose votes are not the newest.
    given: () => somebody('TIE'),
    change: ({ id }) => forgetVoter(id, false),
  },
  'one votes and another one is forgotten': {
    change: async ({ id }) => {
      await somebody('RIGHT', 'RIGHT', 'TIE');
      await forgetVoter(id, false);
    },
  },
};

const stored = () => prisma().storedRanking.findMany({ orderBy: { slice: 'asc' } });

test.each(Object.entries(CHANGES))(
  'when %s, all rankings are those of the votes as they are then',
  async (_what, { given, change }) => {
    const who = await somebody('LEFT', 'TIE', 'LEFT');
    await given?.(who);
    await refreshStandings();
    expect(await leaderboardText()).toBe(await recomputed());
    const before = await stored();
    await change(who);
    expect((await refreshStandings()).changed).toBe(true);
    expect(await leaderboardText()).toBe(await recomputed());
    expect(await stored()).not.toEqual(before);
    expect((await refreshStandings()).changed).toBe(false);
  },
);

test('a slice whose votes are gone has no ranking any more', async () => {
  await prisma().matchup.updateMany({ data: { state: 'SKIPPED' } });
  await prisma().prompt.updateMany({ where: { category: 'COLOR' }, data: { category: 'OTHER' } });
  await somebody('LEFT');
  await refreshStandings();
  const slices = (await prisma().storedRanking.findMany()).map(({ slice }) => slice).join();
  expect(slices).toContain('OTHER');
  expect(slices).not.toContain('COLOR');
  expect(await leaderboardText()).toBe(await recomputed());
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
  const { id: voterId } = await somebody('LEFT', 'RIGHT', 'LEFT', 'TIE');
  await refreshStandings();
  const whole = new Set([await leaderboardText()]);
  await prisma().quarantine.create({ data: { voterId, reasons } });
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
