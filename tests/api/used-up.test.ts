import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drawMatchup } from '@/lib/arena/draw';
import { refreshArenaPool } from '@/lib/arena/pool';
import { leaveArena } from '@/lib/arena/rotation';
import { closeVoters, createVoter } from '@/lib/arena/voters';
import { castVote } from '@/lib/arena/votes';
import { prisma } from '@/lib/store/database';
import { fillArena, SET } from '../support/arena';
import { startDatabase } from '../support/database';
import { setAside } from '../support/standings';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const LONG_AGO = new Date(Date.now() - 3_600_000);
const tenMinutesLater = () => prisma().comparison.updateMany({ data: { leftAt: LONG_AGO } });

beforeEach(async () => {
  await prisma().comparison.updateMany({ data: { arena: 'LEFT', leftAt: LONG_AGO } });
  await fillArena(20);
});

async function proven(): Promise<string> {
  const voterId = await createVoter(1);
  await prisma().voter.update({ where: { id: voterId }, data: { provenAt: new Date() } });
  return voterId;
}

/** Has a voter, by default a new one, judge so many pairs. */
async function judge(pairs: number, by?: string): Promise<string> {
  const voterId = by ?? (await proven());
  // What others have judged in the seconds before counts, too: by chance it is one of their sets otherwise.
  refreshArenaPool();
  for (let turn = 0; turn < pairs; turn += 1) {
    const id = (await drawMatchup({ voterId, category: undefined, except: [] })) ?? '';
    await prisma().matchup.update({ where: { id }, data: { toRepeat: false } });
    for (const question of ['ALIGNMENT', 'OVERALL'] as const) {
      const ballot = { voterId, matchupId: id, question, outcome: 'LEFT' } as const;
      await castVote({ ...ballot, idempotencyKey: randomUUID() });
    }
  }
  return voterId;
}

const open = () => prisma().comparison.count({ where: { arena: 'OPEN' } });

test('one honest newcomer has each of their first sets published at once', async () => {
  await judge(SET);
  expect(await open()).toBe(19);
  await judge(3 * SET);
  expect(await open()).toBe(16);
});

test('cookies that are thrown away after a set let six leave in ten minutes, and the others later', async () => {
  for (let cookies = 0; cookies < 10; cookies += 1) await judge(SET);
  expect(await open()).toBe(14);
  expect(await leaveArena()).toBe(0);
  await tenMinutesLater();
  expect(await leaveArena()).toBe(4);
  expect(await open()).toBe(10);
});

test('as many at once as they like', async () => {
  const cookies = await Promise.all(Array.from({ length: 12 }, () => judge(SET - 1)));
  await Promise.all(cookies.map((voterId) => judge(1, voterId)));
  expect(await open()).toBeGreaterThanOrEqual(14);
});

test('meanwhile whoever goes on until their votes count sees all that they judged published', async () => {
  for (let cookies = 0; cookies < 6; cookies += 1) await judge(SET);
  expect(await open()).toBe(14);
  const voterId = await judge(9);
  expect(await open()).toBe(14);
  await judge(1, voterId);
  expect(await leaveArena()).toBe(1);
  await judge(2 * SET - 10, voterId);
  expect(await open()).toBe(12);
});

test('sets that were judged by votes that count use up nothing of what is left to others', async () => {
  await judge(10 * SET);
  expect(await open()).toBe(10);
  await judge(SET);
  expect(await open()).toBe(9);
});

test.each([
  ['set aside', (voterId: string) => setAside(voterId)],
  [
    'banned',
    (id: string) => prisma().voter.update({ where: { id }, data: { bannedAt: new Date() } }),
  ],
])('somebody who is %s uses up as little as a newcomer', async (_what, stopCounting) => {
  const voterId = await judge(7 * SET);
  expect(await open()).toBe(13);
  await judge(8 * SET, voterId);
  expect(await open()).toBe(5);
  await fillArena(20);
  await stopCounting(voterId);
  await leaveArena();
  await judge(SET);
  expect(await open()).toBe(25);
});
