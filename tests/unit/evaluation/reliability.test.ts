import { expect, test } from 'vitest';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { krippendorffAlpha, reliabilityOf, wilson } from '@/lib/evaluation/reliability';

// Newcombe 1998 (Statistics in Medicine 17), table I, method 3; and R: prop.test(8, 10, correct = FALSE).
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
  [8, 10, 0.4902, 0.9433],
])('Wilson’s interval of %i in %i is the published one', (right, asked, low, high) => {
  const share = wilson(right, asked);
  expect(share).toMatchObject({ value: right / asked, asked });
  expect(share?.low).toBeCloseTo(low, 4);
  expect(share?.high).toBeCloseTo(high, 4);
});

test('nobody asked is no share; everybody right is a share below certainty', () => {
  expect(wilson(0, 0)).toBeUndefined();
  expect(wilson(20, 20)).toMatchObject({ value: 1, high: 1 });
  expect(wilson(20, 20)?.low).toBeCloseTo(1 - 0.1611, 4);
});

test('α of Krippendorff’s own example, nominal with missing answers, is 0.743', () => {
  const observers = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.'];
  const units = Array.from({ length: 12 }, (_, unit) =>
    observers.map((said) => said.charAt(unit)).filter((answer) => answer !== '.'),
  );
  expect(krippendorffAlpha(units)).toBeCloseTo(0.743, 3);
});

test('α is null where nothing can differ', () => {
  expect(
    krippendorffAlpha([
      ['a', 'a'],
      ['a', 'a'],
    ]),
  ).toBeNull();
  expect(krippendorffAlpha([['a', 'b']])).toBeNull();
  expect(
    krippendorffAlpha([
      ['a', 'a'],
      ['b', 'b'],
    ]),
  ).toBe(1);
});

const PLAIN: ArenaVote = {
  id: '1',
  matchup: '1',
  at: '2026-01-01T00:00:00.000Z',
  question: 'ALIGNMENT',
  base: 'base',
  category: 'COUNTING',
  form: 'SIMPLE',
  prompt: 'p',
  set: 's',
  first: 'a',
  second: 'b',
  outcome: 'FIRST',
  voter: 'v',
  kind: 'SAMPLED',
  propensity: 0.1,
  gold: null,
  repeats: null,
  quarantined: false,
  held: false,
  seasoned: false,
  verified: false,
};
const vote = (matchup: string, change: Partial<ArenaVote>): ArenaVote => ({
  ...PLAIN,
  id: matchup,
  matchup,
  ...change,
});

test('a repeated pair agrees with itself by its models, whichever sides they were on', () => {
  const again = { kind: 'REPEATED', repeats: '1' } as const;
  const turned = { first: 'b', second: 'a' };
  const { selfAgreement } = reliabilityOf([
    vote('1', {}),
    vote('2', { ...again, ...turned, outcome: 'SECOND' }),
    vote('3', { ...again, ...turned, outcome: 'FIRST' }),
    vote('4', { ...again, outcome: 'FIRST' }),
    vote('5', { ...again, outcome: 'TIE' }),
    vote('6', { ...again, repeats: 'gone' }),
  ]);
  expect(selfAgreement).toMatchObject({ value: 0.5, asked: 4 });
});

test('a gold pair is right where the answer is its right side, on either side', () => {
  const { gold } = reliabilityOf([
    vote('1', { kind: 'GOLD', gold: 'FIRST', outcome: 'FIRST' }),
    vote('2', { kind: 'GOLD', gold: 'SECOND', outcome: 'SECOND' }),
    vote('3', { kind: 'GOLD', gold: 'SECOND', outcome: 'FIRST' }),
    vote('4', { kind: 'GOLD', gold: 'FIRST', outcome: 'TIE' }),
    vote('5', { question: 'OVERALL', kind: 'GOLD', gold: 'FIRST', outcome: 'FIRST' }),
  ]);
  expect(gold).toMatchObject({ value: 0.5, asked: 4 });
});

test('α looks at what several voters said of the same two pictures', () => {
  const turned = { first: 'b', second: 'a' };
  const { alpha, alphaPairs } = reliabilityOf([
    vote('1', { set: 'one', outcome: 'FIRST' }),
    vote('2', { set: 'one', ...turned, outcome: 'SECOND' }),
    vote('3', { set: 'two', outcome: 'SECOND' }),
    vote('4', { set: 'two', ...turned, outcome: 'FIRST' }),
    vote('5', { set: 'alone', outcome: 'TIE' }),
  ]);
  expect({ alpha, alphaPairs }).toEqual({ alpha: 1, alphaPairs: 2 });
});
