import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { VoterSession } from '@/graphql/voter-session';
import { closeVoters } from '@/lib/arena/voters';
import { castVote } from '@/lib/arena/votes';
import { prisma } from '@/lib/store/database';
import { fillArena, SET, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(13);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const countVotes = () => prisma().vote.count({ where: { withdrawnAt: null } });

test('two answers decide a matchup, and once its set is judged it says who painted it', async () => {
  const visitor = new Visitor();
  const drawn = await visitor.draw();
  expect(drawn).toMatchObject({ __typename: 'Matchup', state: 'OPEN', answers: [], reveal: null });
  const half = await visitor.vote(drawn.key, 'ALIGNMENT', 'LEFT');
  expect(half).toMatchObject({ state: 'OPEN', reveal: null });
  const decided = await visitor.vote(drawn.key, 'OVERALL', 'TIE');
  expect(decided.state).toBe('DECIDED');
  expect(decided.answers).toEqual([
    { question: 'ALIGNMENT', outcome: 'LEFT' },
    { question: 'OVERALL', outcome: 'TIE' },
  ]);
  expect(decided).toMatchObject({ reveal: null, untilRevealed: SET - 1, ofSameSet: [] });
  const row = await prisma().matchup.findUniqueOrThrow({ where: { id: drawn.key } });
  expect(row.propensity).toBeCloseTo(1 / SET, 5);

  const keys = [drawn.key];
  for (let missing = SET - 2; missing > 0; missing -= 1) {
    const next = await visitor.decide('BOTH_BAD');
    expect(next).toMatchObject({ prompt: drawn.prompt, reveal: null, untilRevealed: missing });
    keys.push(next.key);
  }
  const whole = await visitor.decide('RIGHT');
  expect(whole).toMatchObject({ prompt: drawn.prompt, untilRevealed: 0 });
  expect(whole.ofSameSet.map(({ key }) => key)).toEqual([...keys, whole.key]);
  const { left, right, answers, comparison } = whole.reveal ?? {};
  expect(left?.model.name).not.toBe(right?.model.name);
  expect(answers).toEqual({ left: 0, right: 1, tie: 0, bothBad: 0 });
  expect(comparison?.key).toBe(row.comparisonId);
  const last = await prisma().matchup.findUniqueOrThrow({ where: { id: whole.key } });
  expect([left?.key, right?.key]).toEqual([last.leftId, last.rightId]);
  const pictures = await prisma().generation.findMany({
    where: { comparisonId: row.comparisonId },
  });
  expect(pictures.map(({ blind }) => blind)).toEqual(Array(2 * SET).fill(false));
});

test('a thousand replays at once store one vote, and all are told that it is stored', async () => {
  const { key: matchupId } = await new Visitor().draw();
  const { voterId } = await prisma().matchup.findUniqueOrThrow({ where: { id: matchupId } });
  await prisma().voter.update({ where: { id: voterId }, data: { provenAt: new Date() } });
  const before = await countVotes();
  const ballot = { question: 'ALIGNMENT', outcome: 'RIGHT', idempotencyKey: randomUUID() } as const;
  const replies = await Promise.all(
    Array.from({ length: 1000 }, () => castVote({ ...ballot, voterId, matchupId })),
  );
  expect(new Set(replies)).toEqual(new Set(['STORED']));
  expect(await countVotes()).toBe(before + 1);
});

test('whoever votes faster than anybody looks is told to wait, and nobody else is', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  const idempotencyKey = randomUUID();
  const replies = await Promise.all(
    Array.from({ length: 260 }, () => visitor.vote(key, 'ALIGNMENT', 'RIGHT', idempotencyKey)),
  );
  const kinds = replies.map(({ __typename }) => __typename);
  expect(kinds.filter((kind) => kind === 'TooFast')).toHaveLength(21);
  expect(kinds.filter((kind) => kind === 'Matchup')).toHaveLength(239);
  expect((await new Visitor().draw()).__typename).toBe('Matchup');
  // Where every web process counts them, and not under a name that tells a network.
  const { voterId } = await prisma().matchup.findUniqueOrThrow({ where: { id: key } });
  const counted = await prisma().rateLimit.findUniqueOrThrow({
    where: { key: `vote voter ${voterId}` },
  });
  expect(counted.points).toBe(261);
  expect(await prisma().rateLimit.count({ where: { key: { contains: 'test' } } })).toBe(0);
});

test('two people at one matchup with different answers: the first one counts', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  const replies = await Promise.all(
    ['LEFT', 'RIGHT', 'TIE', 'BOTH_BAD'].map((outcome) => visitor.vote(key, 'ALIGNMENT', outcome)),
  );
  const kinds = replies.map(({ __typename }) => __typename).sort();
  expect(kinds).toEqual(['Matchup', 'MatchupClosed', 'MatchupClosed', 'MatchupClosed']);
  const stored = await prisma().vote.findMany({ where: { matchupId: key } });
  const winner = replies.find(({ __typename }) => __typename === 'Matchup');
  expect(stored.map(({ outcome }) => outcome)).toEqual([winner?.answers[0]?.outcome]);
});

test('undo before the reveal asks the question again; the old answer cannot come back', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  const old = randomUUID();
  await visitor.vote(key, 'ALIGNMENT', 'LEFT', old);
  expect(await visitor.undo(key)).toMatchObject({ state: 'OPEN', answers: [] });
  expect(await visitor.undo(key)).toMatchObject({ __typename: 'MatchupClosed' });
  const late = await visitor.vote(key, 'ALIGNMENT', 'LEFT', old);
  expect(late).toMatchObject({ __typename: 'MatchupClosed' });
  const again = await visitor.vote(key, 'ALIGNMENT', 'RIGHT');
  expect(again.answers).toEqual([{ question: 'ALIGNMENT', outcome: 'RIGHT' }]);
});

test('of a decided pair one answer after the other is taken back, the last one first', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.decide('LEFT');
  const first = [{ question: 'ALIGNMENT', outcome: 'LEFT' }];
  expect(await visitor.undo(key)).toMatchObject({ state: 'OPEN', answers: first, reveal: null });
  expect((await visitor.draw()).key).toBe(key);
  expect((await visitor.vote(key, 'OVERALL', 'RIGHT')).state).toBe('DECIDED');
  await visitor.undo(key);
  expect(await visitor.undo(key)).toMatchObject({ state: 'OPEN', answers: [] });
  expect(await visitor.undo(key)).toMatchObject({ __typename: 'MatchupClosed' });
  await visitor.skip(key);
});

test('nothing is taken back once its painters are told, or it is closed', async () => {
  const visitor = new Visitor();
  const { key: skipped } = await visitor.draw();
  await visitor.vote(skipped, 'ALIGNMENT', 'LEFT');
  await visitor.skip(skipped);
  expect(await visitor.undo(skipped)).toMatchObject({ __typename: 'MatchupClosed' });
  const { ofSameSet } = await visitor.decideSet('LEFT');
  expect(ofSameSet.length).toBeGreaterThan(1);
  const before = await countVotes();
  for (const { key } of ofSameSet) {
    expect(await visitor.undo(key)).toMatchObject({ __typename: 'MatchupClosed' });
  }
  expect(await countVotes()).toBe(before);
});

test('an answer cannot be taken back after twelve seconds', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  await visitor.vote(key, 'ALIGNMENT', 'LEFT');
  const createdAt = new Date(Date.now() - 13_000);
  await prisma().vote.updateMany({ where: { matchupId: key }, data: { createdAt } });
  expect(await visitor.undo(key)).toMatchObject({ __typename: 'MatchupClosed' });
});

test('whoever goes away and comes back gets the same pair; two on the screen differ', async () => {
  const visitor = new Visitor();
  const first = await visitor.draw();
  expect((await visitor.draw()).key).toBe(first.key);
  const second = await visitor.draw([first.key]);
  expect(second.key).not.toBe(first.key);
  await visitor.skip(first.key);
  expect((await visitor.draw()).key).toBe(second.key);
  expect(await visitor.skip(first.key)).toMatchObject({ __typename: 'MatchupClosed' });
});

test('nobody sees a picture twice unless a pair is repeated, and then there is nothing left', async () => {
  const visitor = new Visitor();
  const decided: string[] = [];
  for (;;) {
    const shown = await visitor.draw();
    if (shown.__typename === 'NothingToJudge') break;
    expect(shown.__typename).toBe('Matchup');
    await visitor.skip(shown.key);
    decided.push(shown.key);
  }
  // All pairs of the eleven prompts that are in the arena still.
  expect(decided).toHaveLength(11 * SET);
  const rows = await prisma().matchup.findMany({ where: { id: { in: decided } } });
  const pictures = rows.flatMap(({ leftId, rightId }) => [leftId, rightId]);
  expect(new Set(pictures).size).toBe(22 * SET);
  const sides = rows.filter(({ leftId, rightId }) => leftId < rightId).length;
  expect(sides).toBeGreaterThan(13);
  expect(sides).toBeLessThan(53);
});

test('a cookie is HttpOnly, SameSite, and holds no more than a signed id', async () => {
  const session = new VoterSession(null, 'test');
  const id = await session.knownOrNew();
  expect(session.setCookie).toMatch(/; HttpOnly/);
  expect(session.setCookie).toMatch(/; SameSite=Lax/);
  expect(decodeURIComponent(session.setCookie ?? '')).toMatch(
    new RegExp(`^sarovar-voter=${id}\\.[A-Za-z0-9+/]{43};`),
  );
});

async function refusals(visitor: Visitor, key: string) {
  const before = await prisma().vote.findMany({ orderBy: { id: 'asc' } });
  const replies = [
    await visitor.vote(key, 'ALIGNMENT', 'LEFT'),
    await visitor.undo(key),
    await visitor.skip(key),
  ];
  expect(await prisma().vote.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  return replies.map(({ __typename }) => __typename);
}

test('without a cookie, with a forged one, or at somebody else’s matchup nothing changes', async () => {
  const owner = new Visitor();
  const { key } = await owner.draw();
  const nobody = await refusals(new Visitor(), key);
  expect(nobody).toEqual(['VoterUnknown', 'VoterUnknown', 'VoterUnknown']);

  const forger = new Visitor();
  forger.cookie = (owner.cookie ?? '').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect(await refusals(forger, key)).toEqual(nobody);

  const other = new Visitor();
  await other.draw();
  expect(await refusals(other, key)).toEqual(['NotFound', 'MatchupClosed', 'MatchupClosed']);
  const seen = await run(
    'query ($key: String!) { matchup(key: $key) { key } }',
    z.object({ matchup: z.null() }),
    { key },
  );
  expect(seen.matchup).toBeNull();
});

test.each([
  ['question', 'OVERALL', undefined],
  ['idempotencyKey', 'ALIGNMENT', 'again'],
])('a wrong %s is a typed error, and nothing is stored', async (field, question, key) => {
  const visitor = new Visitor();
  const matchup = await visitor.draw();
  const before = await countVotes();
  const reply = await visitor.vote(matchup.key, question, 'LEFT', key ?? randomUUID());
  expect(reply).toMatchObject({ __typename: 'InvalidInput', field });
  expect(await countVotes()).toBe(before);
});

test('one key cannot name two answers', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  const name = randomUUID();
  await visitor.vote(key, 'ALIGNMENT', 'LEFT', name);
  const reply = await visitor.vote(key, 'OVERALL', 'LEFT', name);
  expect(reply).toMatchObject({ __typename: 'InvalidInput', field: 'idempotencyKey' });
  expect(await prisma().matchup.findUnique({ where: { id: key } })).toMatchObject({
    state: 'OPEN',
  });
});

test('a report is stored; ten megabytes of reasons are refused', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  const reply = await visitor.report(key, 'LEFT', 'x'.repeat(10_000_000));
  expect(reply).toMatchObject({ __typename: 'InvalidInput', field: 'reason' });
  expect(await prisma().report.count()).toBe(0);
  const stored = await visitor.report(key, 'LEFT');
  expect(stored.__typename).toBe('MutationReportPictureSuccess');
  expect(await prisma().report.count()).toBe(1);
});
