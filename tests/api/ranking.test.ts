import { at } from '@/lib/at';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { GET as leaderboardJson } from '@/app/leaderboard.json/route';
import { parseVoteLine } from '@/lib/evaluation/arena-votes';
import { VoterSession } from '@/graphql/voter-session';
import { leaderboard, rankSlice } from '@/lib/evaluation/leaderboard';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena, fillWithVotes, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { exportedLines } from '../support/exports';

const script = (name: string, args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args]);
const rank = (...args: string[]) => script('rank', args);
const integrity = (...args: string[]) => script('integrity', args);

let stop: () => Promise<void>;
let folder: string;
beforeAll(async () => {
  stop = await startDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-rank-'));
  await fillWithVotes();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  closeVoters();
  await stop();
});

const RANKING = /* GraphQL */ `
  query ($category: Category, $form: PaintedForm) {
    ranking(category: $category, question: ALIGNMENT, form: $form) {
      votes
      voters
      models {
        name
        rating
        low
        high
        bestRank
        worstRank
        model {
          status
        }
      }
      unranked
      pairs {
        wins
        losses
        ties
        bothBad
      }
    }
  }
`;
const shape = z.object({
  ranking: z.object({
    votes: z.number(),
    voters: z.number(),
    models: z.array(
      z.object({
        name: z.string(),
        rating: z.number(),
        low: z.number(),
        high: z.number(),
        bestRank: z.number(),
        worstRank: z.number(),
        model: z.object({ status: z.literal('ACTIVE') }),
      }),
    ),
    unranked: z.array(z.string()),
    pairs: z.array(
      z.object({ wins: z.number(), losses: z.number(), ties: z.number(), bothBad: z.number() }),
    ),
  }),
});

test('every vote on a sampled pair is in the ranking once, with an interval for each model', async () => {
  const { ranking } = await run(RANKING, shape, {});
  const sampled = { matchup: { kind: 'SAMPLED' as const }, question: 'ALIGNMENT' as const };
  expect(ranking.votes).toBe(await prisma().vote.count({ where: sampled }));
  expect(ranking.voters).toBe(6);
  const models = await prisma().model.count({ where: { status: 'ACTIVE' } });
  expect(ranking.models.length + ranking.unranked.length).toBe(models);
  for (const { rating, low, high } of ranking.models) {
    expect(low).toBeLessThan(rating);
    expect(high).toBeGreaterThan(rating);
  }
  const counted = ranking.pairs.reduce(
    (sum, pair) => sum + pair.wins + pair.losses + pair.ties + pair.bothBad,
    0,
  );
  expect(counted).toBe(ranking.votes);
});

test('categories and forms have rankings of their own', async () => {
  const all = (await run(RANKING, shape, {})).ranking.votes;
  const simple = (await run(RANKING, shape, { form: 'SIMPLE' })).ranking.votes;
  const count = async (category: string) => {
    const { ranking } = await run(RANKING, z.object({ ranking: z.looseObject({}) }), { category });
    return z.number().parse(ranking['votes']);
  };
  expect(simple).toBe(all);
  expect((await count('COUNTING')) + (await count('COLOR'))).toBe(all);
  expect(await count('ACTION')).toBe(0);
});

test('the exported votes give the same bytes as the page’s JSON, on the command line', async () => {
  const text = await exportedLines('votes');
  const lines = text.trim().split('\n');
  const votes = lines.map((line, index) => parseVoteLine(line, index + 1));
  expect(votes).toHaveLength(await prisma().vote.count());
  const voters = await prisma().voter.findMany();
  expect(voters.filter(({ id }) => text.includes(id))).toEqual([]);
  const file = path.join(folder, 'votes.jsonl');
  // In whatever order the lines are.
  await writeFile(file, lines.reverse().join('\n'));
  const { stdout } = await rank(file);
  expect(stdout).toBe(await (await leaderboardJson()).text());
  expect(stdout.length).toBeGreaterThan(5000);
});

const counted = async () => {
  const lines = (await exportedLines('votes')).trim().split('\n');
  const votes = lines.map((line, index) => parseVoteLine(line, index + 1));
  return rankSlice(votes, {
    base: 'sarovar-64',
    category: 'ALL',
    question: 'ALIGNMENT',
    form: 'ALL',
    voters: 'ALL',
  });
};

test('without the votes that are named as those that matter most, another one leads', async () => {
  const lines = (await exportedLines('votes')).trim().split('\n');
  const votes = lines.map((line, index) => parseVoteLine(line, index + 1));
  const fragile = leaderboard(votes).flatMap((slice) =>
    slice.fragility && slice.fragility.votes === slice.fragility.which.length
      ? [{ slice, fragility: slice.fragility }]
      : [],
  );
  expect(fragile.length).toBeGreaterThan(0);
  for (const { slice, fragility } of fragile) {
    const gone = new Set(fragility.which.map(({ id }) => id));
    const left = votes.filter(({ id }) => !gone.has(id));
    expect(rankSlice(left, slice).ranking.models[0]?.model).toBe(fragility.rival);
    expect(slice.reweighted?.models).toHaveLength(slice.ranking.models.length);
  }
});

test('whoever always takes the left one is set aside, is logged, and can be let back for good', async () => {
  await fillArena(20, 'COUNTING', 1);
  const before = await counted();
  const visitor = new Visitor();
  for (let turn = 0; turn < 15; turn += 1) await visitor.decide('LEFT');
  const all = await counted();
  expect((await integrity()).stdout).toMatch(/15 times left, 0 times right\n1 newly set aside/);
  const without = await counted();
  expect(without.ranking).toEqual(before.ranking);
  expect(without.setAside?.rankingWithIt).toEqual(all.ranking);
  expect(without.setAside?.voters).toBe(1);

  const { stdout } = await integrity('--log');
  const { voter } = z.object({ voter: z.string() }).parse(JSON.parse(stdout));
  await expect(integrity('--lift', voter)).rejects.toThrow('Say why');
  await integrity('--lift', voter, '--because', 'knows the prompt’s author');
  await expect(integrity('--lift', voter, '--because', 'again')).rejects.toThrow('not set aside');
  expect((await integrity()).stdout).toBe('0 newly set aside.\n');
  expect(await counted()).toEqual(all);
});

test.each([
  [[], 'Name one file of votes.'],
  [['no-such-file.jsonl'], 'no such file'],
])('bad arguments end with a sentence: %j', async (args, sentence) => {
  await expect(rank(...args)).rejects.toThrow(sentence);
});

test.each([
  ['{"id": 1}', 'Line 1: id'],
  ['{', 'Line 1 is not JSON.'],
])('a line that is no vote is named: %s', async (line, sentence) => {
  const file = path.join(folder, 'bad.jsonl');
  await writeFile(file, line);
  await expect(rank(file)).rejects.toThrow(sentence);
});

test('from thirty votes on a voter has a ranking of their own', async () => {
  const visitor = new Visitor();
  const mine = async () => {
    const session = new VoterSession(visitor.cookie ?? null, 'test');
    const own = z.object({
      myRanking: z
        .object({
          votes: z.number(),
          needed: z.number(),
          ranking: z
            .object({ models: z.array(z.object({ low: z.number(), high: z.number() })) })
            .nullable(),
          agreement: z
            .object({ value: z.number().min(0).max(1), asked: z.number().positive() })
            .nullable(),
          trusted: z
            .object({
              name: z.string(),
              category: z.literal('COLOR'),
              share: z.object({ value: z.number().gt(0.5), asked: z.number().min(5) }),
            })
            .nullable(),
        })
        .nullable(),
    });
    const query = `{ myRanking {
      votes needed ranking { models { low high } }
      agreement { value asked } trusted { name category share { value asked } }
    } }`;
    return (await run(query, own, {}, { session })).myRanking;
  };
  await fillArena(40, 'COLOR', 1);
  expect(await mine()).toBeNull();
  for (let turn = 0; turn < 36; turn += 1) {
    await visitor.decide(at(['LEFT', 'RIGHT', 'TIE'], turn % 3));
  }
  // At once: nobody has ranked the votes of all since.
  expect((await mine())?.votes).toBeGreaterThan(29);
  expect((await mine())?.ranking?.models.length).toBeGreaterThan(1);
  // Six others have voted on these models.
  const { agreement, votes = 0 } = (await mine()) ?? {};
  expect(agreement?.asked).toBeGreaterThan(0);
  expect(agreement?.asked).toBeLessThanOrEqual(votes);
});
