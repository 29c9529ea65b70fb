import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '@/lib/at';
import { ENOUGH_SEASONED, MOST_OF_ONE, SHARE_OF_YOUNG, weightsOf } from '@/lib/evaluation/weights';
import '../../support/properties';

interface Voter {
  readonly votes: number;
  readonly seasoned: boolean;
}

const voters = fc.array(
  fc.record<Voter>({ votes: fc.integer({ min: 1, max: 400 }), seasoned: fc.boolean() }),
  { maxLength: 60 },
);

function weighed(all: readonly Voter[]) {
  const votes = all.flatMap(({ votes: count, seasoned }, i) =>
    Array.from({ length: count }, () => ({ voter: `voter ${i}`, seasoned })),
  );
  const weights = weightsOf(votes);
  const totals = all.map(({ votes: count }, i) => count * (weights.get(`voter ${i}`) ?? NaN));
  const of = (seasoned: boolean) =>
    all.reduce((sum, one, i) => sum + (one.seasoned === seasoned ? at(totals, i) : 0), 0);
  return { totals, seasoned: of(true), young: of(false) };
}

test('nobody weighs more than a hundred votes, and everybody something', () => {
  fc.assert(
    fc.property(voters, (all) => {
      for (const total of weighed(all).totals) {
        expect(total).toBeGreaterThan(0);
        expect(total).toBeLessThanOrEqual(MOST_OF_ONE + 1e-9);
      }
    }),
  );
});

test('beside enough seasoned voters all others together weigh a tenth of them, however many they are', () => {
  fc.assert(
    fc.property(voters, (all) => {
      const { seasoned, young } = weighed(all);
      const count = all.filter((one) => one.seasoned).length;
      const capped = all.map((one) => ({ ...one, total: Math.min(one.votes, MOST_OF_ONE) }));
      const alone = capped.reduce((sum, one) => sum + (one.seasoned ? 0 : one.total), 0);
      if (count < ENOUGH_SEASONED) expect(young).toBeCloseTo(alone, 6);
      else expect(young).toBeCloseTo(Math.min(alone, SHARE_OF_YOUNG * seasoned), 6);
    }),
  );
});

test('a thousand throw-away voters take nothing from what the seasoned say', () => {
  const regulars = Array.from({ length: 20 }, () => ({ votes: 50, seasoned: true }));
  const crowd = Array.from({ length: 1000 }, () => ({ votes: 12, seasoned: false }));
  const { seasoned, young } = weighed([...regulars, ...crowd]);
  expect(seasoned).toBe(1000);
  expect(young).toBeCloseTo(100, 6);
});
