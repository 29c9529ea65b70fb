import { expect, test } from 'vitest';
import { pickToken } from '@/lib/models/sampling';
import { Mt19937 } from '@/lib/random/mt19937';

const VOCABULARY = 200;
const TOP = 40;

/** Logits that fall with a token's place in a fixed shuffle, by `slope` at each place. */
function shuffled(slope: number): { readonly logits: Float32Array; readonly order: number[] } {
  // 67 and 200 have no common divisor, so each token gets a place of its own.
  const order = Array.from({ length: VOCABULARY }, (_, place) => (place * 67 + 11) % VOCABULARY);
  const logits = new Float32Array(VOCABULARY);
  order.forEach((token, place) => (logits[token] = 5 - slope * place));
  return { logits, order };
}

function drawn(logits: Float32Array, temperature: number, times: number): Map<number, number> {
  const random = new Mt19937(7n);
  const counts = new Map<number, number>();
  for (let i = 0; i < times; i += 1) {
    const token = pickToken(logits, temperature, random);
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return counts;
}

test('the forty likeliest tokens are drawn, each of them and no other', () => {
  const { logits, order } = shuffled(0.001);
  const tokens = [...drawn(logits, 1, 4000).keys()].sort((a, b) => a - b);
  expect(tokens).toEqual(order.slice(0, TOP).sort((a, b) => a - b));
});

test.each([0.5, 1, 2])(
  'at temperature %f they are drawn as their softmax has it',
  (temperature) => {
    const { logits, order } = shuffled(0.1);
    const times = 5_000;
    const counts = drawn(logits, temperature, times);
    const weights = order.slice(0, TOP).map((_, place) => Math.exp((-0.1 * place) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    order.slice(0, TOP).forEach((token, place) => {
      const share = (weights[place] ?? Number.NaN) / total;
      // Five standard errors; the draws have a seed.
      const far = 5 * Math.sqrt((share * (1 - share)) / times);
      expect(Math.abs((counts.get(token) ?? 0) / times - share)).toBeLessThan(far);
    });
  },
);

test('at temperature 0 the likeliest token is taken', () => {
  const { logits, order } = shuffled(0.001);
  expect([...drawn(logits, 0, 20).keys()]).toEqual([order[0]]);
});

test('a vocabulary of fewer than forty is drawn from whole', () => {
  expect(drawn(Float32Array.of(1, 1, 1), 1, 100).size).toBe(3);
});
