import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { GET as answerRoute } from '@/app/sign-in/answer/route';
import { POST as signInRoute } from '@/app/sign-in/route';
import { POST as signOutRoute } from '@/app/sign-out/route';
import { at } from '@/lib/at';
import { refreshStandings } from '@/lib/arena/standings';
import { verify } from '@/lib/arena/verified-voters';
import { closeVoters } from '@/lib/arena/voters';
import { leaderboard, leaderboardJson, rankSlice } from '@/lib/evaluation/leaderboard';
import { prisma } from '@/lib/store/database';
import { forgetVoter } from '@/lib/yours/forget';
import { fillArena, publishArena } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { exportedLines } from '../support/exports';
import { exportedVoteList, leaderboardText, somebody, type Somebody } from '../support/standings';

const GROUPS = ['ALL', 'SEASONED', 'VERIFIED'] as const;

let stop: () => Promise<void>;
let folder: string;
/** Enough of them for a ranking. */
const VERIFIED = 6;
const verified: Somebody[] = [];
beforeAll(async () => {
  stop = await startDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-groups-'));
  await fillArena(16, 'COUNTING', 1_000_000);
  const answers = (count: number) =>
    Array.from({ length: count }, (_, i) => at(['LEFT', 'RIGHT', 'TIE', 'RIGHT'], i % 4));
  for (let count = 0; count < VERIFIED; count += 1) {
    const own = await somebody(...answers(16));
    await verify(own.id, `account ${count}`);
    verified.push(own);
  }
  const seasoned = await somebody(...answers(20));
  await somebody(...answers(12));
  await somebody(...answers(4));
  // Held back, however much they have signed in.
  await verify((await somebody(...answers(3))).id, 'another account');
  // Whoever is seasoned has begun a week before.
  await prisma().vote.updateMany({
    where: { matchup: { voterId: seasoned.id } },
    data: { createdAt: new Date(Date.now() - 8 * 86_400_000) },
  });
  await publishArena();
  await refreshStandings();
}, 300_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  closeVoters();
  await stop();
});

const shape = z.object({
  ranking: z.object({
    votes: z.number(),
    voters: z.number(),
    models: z.array(z.object({ name: z.string(), rating: z.number() })),
    held: z.object({ voters: z.number() }).nullable(),
  }),
});
const shown = async (voters: (typeof GROUPS)[number]) =>
  (
    await run(
      `query ($voters: VoterGroup!) { ranking(question: ALIGNMENT, voters: $voters) {
        votes voters models { name rating } held { voters } } }`,
      shape,
      { voters },
    )
  ).ranking;

test('everybody, those with 20 answers or more, and those who have signed in have rankings of their own', async () => {
  const [all, seasoned, own] = await Promise.all(GROUPS.map(shown));
  expect([all?.voters, seasoned?.voters, own?.voters]).toEqual([VERIFIED + 2, 1, VERIFIED]);
  expect([all?.held?.voters, seasoned?.held, own?.held?.voters]).toEqual([2, null, 1]);
  const votes = (await exportedVoteList()).map(({ vote }) => vote);
  const sampled = votes.filter((vote) => vote.kind === 'SAMPLED' && vote.question === 'ALIGNMENT');
  expect(own?.votes).toBe(sampled.filter((vote) => vote.verified && !vote.held).length);
  expect(seasoned?.votes).toBe(sampled.filter((vote) => vote.seasoned).length);
  expect(own?.votes).toBeGreaterThan(5);
});

test('the export says of each vote whose it is of these, from which anybody gets the same rankings', async () => {
  const votes = (await exportedVoteList()).map(({ vote }) => vote);
  // What is exported is what the votes themselves say.
  const decided = new Map<string, number>();
  for (const { voter, question } of votes) {
    decided.set(voter, (decided.get(voter) ?? 0) + (question === 'OVERALL' ? 1 : 0));
  }
  for (const vote of votes) expect(vote.seasoned).toBe(decided.get(vote.voter) === 20);
  const signedIn = votes.filter((vote) => vote.verified).map(({ voter }) => voter);
  expect(new Set(signedIn).size).toBe(VERIFIED + 1);
  expect(leaderboardJson(leaderboard(votes))).toBe(await leaderboardText());
  for (const voters of GROUPS) {
    const slice = {
      base: 'sarovar-64',
      category: 'ALL',
      question: 'ALIGNMENT',
      form: 'ALL',
    } as const;
    const is = { ALL: () => true, SEASONED: 'seasoned', VERIFIED: 'verified' } as const;
    const key = is[voters];
    const chosen = typeof key === 'string' ? votes.filter((vote) => vote[key]) : votes;
    const { models } = rankSlice(chosen, { ...slice, voters: 'ALL' }).ranking;
    const ours = (await shown(voters)).models;
    expect(ours.map(({ rating }) => rating)).toEqual(models.map(({ rating }) => rating));
  }
});

test('npm run rank gives the rankings of one group', async () => {
  const file = path.join(folder, 'votes.jsonl');
  await writeFile(file, await exportedLines('votes'));
  const rank = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/rank.ts', ...args]);
  const rankings = z.object({ rankings: z.array(z.looseObject({ voters: z.enum(GROUPS) })) });
  const whole = rankings.parse(JSON.parse(await leaderboardText()));
  const { stdout } = await rank(file, '--voters', 'verified');
  const alone = rankings.parse(JSON.parse(stdout));
  expect(alone.rankings.length).toBeGreaterThan(0);
  expect(alone.rankings).toEqual(whole.rankings.filter(({ voters }) => voters === 'VERIFIED'));
  await expect(rank(file, '--voters', 'bought')).rejects.toThrow('There are no “bought” voters');
});

test('a ranking that is kept says whose it is, and stays when they are verified no more', async () => {
  const snapshot = z.object({
    key: z.string(),
    voters: z.enum(GROUPS),
    ranking: z.looseObject({ votes: z.number() }),
  });
  const FIELDS = 'key voters votesSha256 ranking { votes voters models { name rating low high } }';
  const keep = async (voters: string) =>
    (
      await run(
        `mutation ($voters: VoterGroup!) { keepRanking(question: ALIGNMENT, voters: $voters) {
          ... on RankingSnapshot { ${FIELDS} } ... on Problem { message } } }`,
        z.object({ keepRanking: snapshot.or(z.object({ message: z.string() })) }),
        { voters },
      )
    ).keepRanking;
  const read = async (key: string) =>
    (
      await run(
        `query ($key: String!) { rankingSnapshot(key: $key) { ${FIELDS} } }`,
        z.object({ rankingSnapshot: snapshot }),
        { key },
      )
    ).rankingSnapshot;
  const all = snapshot.parse(await keep('ALL'));
  const own = snapshot.parse(await keep('VERIFIED'));
  expect([all.voters, own.voters]).toEqual(['ALL', 'VERIFIED']);
  expect(own.key).not.toBe(all.key);
  // As the first ones were kept, before there were groups.
  await prisma()
    .$executeRaw`UPDATE "RankingSnapshot" SET ranking = ranking - 'voters' WHERE id = ${all.key}`;
  for (const { id } of verified) await forgetVoter(id);
  await refreshStandings();
  expect((await shown('VERIFIED')).votes).toBe(0);
  expect((await shown('ALL')).voters).toBe(VERIFIED + 2);
  expect(await read(own.key)).toEqual(own);
  expect(await read(all.key)).toEqual(all);
  expect(await keep('VERIFIED')).toEqual({ message: 'There are too few votes for a ranking yet.' });
});

test('where nobody has said who may say who is who, nobody signs in or out', async () => {
  const form = (where: string) =>
    new Request(`http://localhost/${where}`, {
      method: 'POST',
      headers: { origin: 'http://localhost', host: 'localhost' },
      body: new URLSearchParams({ purpose: 'vote' }),
    });
  expect((await signInRoute(form('sign-in'))).status).toBe(404);
  expect((await signOutRoute(form('sign-out'))).status).toBe(404);
  const answer = new Request('http://localhost/sign-in/answer?code=a&state=b');
  expect((await answerRoute(answer)).status).toBe(404);
  const offered = await run('{ signIn { name } }', z.object({ signIn: z.null() }));
  expect(offered.signIn).toBeNull();
});
