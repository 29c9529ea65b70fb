import { at } from '@/lib/at';
import { expect, test } from 'vitest';
import { drawPair, pairChances, type PairRecord } from '@/lib/evaluation/matchmaking';
import { Mt19937 } from '@/lib/random/mt19937';

const PAIRS = [
  ['a', 'b'],
  ['a', 'c'],
  ['b', 'c'],
] as const;

test('without votes every pair is as likely as the others', () => {
  const chances = pairChances(PAIRS, []);
  for (const { probability } of chances) expect(probability).toBeCloseTo(1 / 3, 12);
});

test('what is known well is asked less, but never hardly ever', () => {
  const records: PairRecord[] = [
    { first: 'a', second: 'b', outcomes: { FIRST: 400, SECOND: 400 } },
    { first: 'c', second: 'a', outcomes: { FIRST: 10, SECOND: 10, TIE: 5 } },
  ];
  const chances = pairChances(PAIRS, records);
  const [ab, ac, bc] = chances.map(({ probability }) => probability);
  expect(chances.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
  expect(bc).toBeGreaterThan(ac ?? 1);
  expect(ac).toBeGreaterThan(ab ?? 1);
  expect(ab).toBeGreaterThan(0.2 / 3);
});

test('the records of a pair add up, whoever is named first', () => {
  const once: PairRecord[] = [{ first: 'a', second: 'b', outcomes: { FIRST: 3, SECOND: 9 } }];
  const parts: PairRecord[] = [
    { first: 'a', second: 'b', outcomes: { FIRST: 1, SECOND: 4 } },
    { first: 'b', second: 'a', outcomes: { FIRST: 5, SECOND: 2 } },
  ];
  expect(pairChances(PAIRS, parts)).toEqual(pairChances(PAIRS, once));
});

test('drawing follows the chances', () => {
  const random = new Mt19937(5n);
  const records: PairRecord[] = [{ first: 'a', second: 'b', outcomes: { FIRST: 30, SECOND: 30 } }];
  const chances = pairChances(PAIRS, records);
  const drawn = [0, 0, 0];
  for (let i = 0; i < 30_000; i += 1) {
    const chance = drawPair(chances, random.uint32() / 2 ** 32);
    const index = chances.findIndex((own) => own === chance);
    drawn[index] = at(drawn, index) + 1;
  }
  drawn.forEach((count, i) => {
    expect(count / 30_000).toBeCloseTo(chances[i]?.probability ?? 0, 1);
  });
  expect(drawPair([], 0.5)).toBeUndefined();
});

test('it narrows the widest interval faster than equal chances do', () => {
  // One pair is a coin, the other two are nearly certain: votes are needed for the coin.
  const spend = (active: boolean) => {
    const random = new Mt19937(9n);
    const uniform = () => random.uint32() / 2 ** 32;
    const counts = PAIRS.map(() => ({ FIRST: 0, SECOND: 0 }));
    for (let vote = 0; vote < 600; vote += 1) {
      const records = PAIRS.map(([first, second], i) => ({
        first,
        second,
        outcomes: counts[i] ?? {},
      }));
      const chances = pairChances(PAIRS, active ? records : []);
      const pair = drawPair(chances, uniform());
      const index = PAIRS.findIndex(([a, b]) => a === pair?.first && b === pair.second);
      const wins = index === 0 ? 0.5 : 0.98;
      const own = counts[index];
      if (own) own[uniform() < wins ? 'FIRST' : 'SECOND'] += 1;
    }
    const widths = counts.map(({ FIRST, SECOND }) => {
      const n = FIRST + SECOND + 2;
      const p = (FIRST + 1) / n;
      return Math.sqrt((p * (1 - p)) / n);
    });
    return Math.max(...widths);
  };
  expect(spend(true)).toBeLessThan(spend(false));
});
