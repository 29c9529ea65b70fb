import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import type { Origins } from '@/lib/evaluation/gatherings';
import { suspiciousGroups } from '@/lib/evaluation/integrity-groups';
import { suspicions } from '@/lib/evaluation/suspicions';
import { votesOf, type Crowd } from '../../support/crowds';

const DAY = 24;
const REGULARS: Crowd = { name: 'regular', voters: 100, each: [5, 45], from: 0, hours: 21 * DAY };
/** A page that many read has linked here. */
const RUSH: Crowd = {
  name: 'rush',
  voters: 40,
  each: [2, 30],
  from: 18 * DAY,
  hours: 1,
  shared: 0.3,
};
const bots = (each: number, voters: number, hours = 1): Crowd => ({
  name: 'bot',
  voters,
  each: [each, each],
  from: 19 * DAY,
  hours,
  pushes: 3,
});

/** All voters of these crowds, as coming from one place. */
function ofOnePlace(votes: readonly ArenaVote[], crowds: readonly string[]): Origins {
  const voters = votes.map(({ voter }) => voter);
  const those = voters.filter((voter) => crowds.some((name) => voter.startsWith(name)));
  return new Map(those.map((voter) => [voter, ['one place']]));
}

/** Which share of bots, and of all others, is set aside over some seeds; the crowds of `place` come from one. */
function caught(crowds: readonly Crowd[], seeds: number, place: readonly string[] = []) {
  const found = { bot: 0, honest: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const votes = votesOf(crowds, seed);
    for (const { voter } of suspiciousGroups(votes, ofOnePlace(votes, place))) {
      found[voter.startsWith('bot') ? 'bot' : 'honest'] += 1;
    }
  }
  const size = (isBot: boolean) =>
    crowds
      .filter(({ name }) => (name === 'bot') === isBot)
      .reduce((sum, { voters }) => sum + voters * seeds, 0);
  return { bots: found.bot / Math.max(1, size(true)), honest: found.honest / size(false) };
}

test('an honest rush of newcomers who share a taste is not a group', () => {
  expect(caught([REGULARS, RUSH], 5).honest).toBeLessThanOrEqual(0.002);
});

test.each([
  ['5', bots(5, 40)],
  ['12', bots(12, 20)],
])('bots with a new cookie every %s votes are seen, and hardly anybody else', (_each, crowd) => {
  const { bots: seen, honest } = caught([REGULARS, crowd], 4);
  expect(seen).toBeGreaterThan(0.6);
  expect(honest).toBeLessThanOrEqual(0.02);
});

test('beside a large group the honest do not look like one that opposes it', () => {
  const { bots: seen, honest } = caught([REGULARS, bots(12, 90)], 3);
  expect(seen).toBeGreaterThan(0.8);
  expect(honest).toBeLessThanOrEqual(0.02);
});

test('a flood of three times as many sets hardly anybody honest aside', () => {
  const { bots: seen, honest } = caught([REGULARS, bots(20, 300)], 2);
  expect(seen).toBeGreaterThan(0.9);
  expect(honest).toBeLessThanOrEqual(0.03);
});

const SCHOOL: Crowd = { ...RUSH, name: 'school', voters: 60, each: [5, 25] };

test('a school behind one address, whose pupils share a taste, is not a group', () => {
  expect(caught([REGULARS, SCHOOL], 5, ['school']).honest).toBeLessThanOrEqual(0.005);
});

test('a mobile carrier behind whose address everybody is does not make everybody suspect', () => {
  const everybody = ['regular', 'rush', 'school'];
  expect(caught([REGULARS, RUSH, SCHOOL], 3, everybody).honest).toBeLessThanOrEqual(0.005);
});

test.each([
  ['5', bots(5, 30, 7 * DAY)],
  ['12', bots(12, 12, 7 * DAY)],
])('bots with a new cookie every %s votes within a week from one place are seen', (_, crowd) => {
  const slow = { ...crowd, from: 14 * DAY };
  const { bots: seen, honest } = caught([REGULARS, slow], 4, ['bot']);
  expect(seen).toBeGreaterThan(0.6);
  expect(seen).toBeGreaterThan(caught([REGULARS, slow], 4).bots + 0.1);
  expect(honest).toBeLessThanOrEqual(0.02);
});

test('a reason says of what group, in which window and how likely it is', () => {
  const [first] = suspiciousGroups(votesOf([REGULARS, bots(12, 20)], 1)).filter(({ voter }) =>
    voter.startsWith('bot'),
  );
  expect(first?.votes).toBeLessThanOrEqual(12);
  expect(first?.reasons[0]?.test).toBe('GROUP');
  expect(first?.reasons[0]?.p).toBeLessThan(0.001);
  expect(first?.reasons[0]?.detail).toMatch(/newcomers .*within .* from 2026-01-.* for/);
});

test('the same votes in any order give the same list, each voter once', () => {
  const votes = votesOf([{ ...REGULARS, voters: 60 }, bots(12, 20)], 3);
  const list = suspicions(votes);
  expect(list.length).toBeGreaterThan(5);
  expect(new Set(list.map(({ voter }) => voter)).size).toBe(list.length);
  const anyOrder = fc.shuffledSubarray(votes, { minLength: votes.length });
  fc.assert(
    fc.property(anyOrder, (shuffled) => {
      expect(suspicions(shuffled)).toEqual(list);
    }),
    { numRuns: 5 },
  );
});
