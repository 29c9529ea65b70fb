import { describe, expect, test } from 'vitest';
import { ringOf } from '@/lib/arena/pairs';

const MODELS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

describe('the pairs of a set', () => {
  test.each([3, 4, 5, 6, 7])('have each of %i models twice, beside two others', (count) => {
    const models = MODELS.slice(0, count);
    const pairs = ringOf(models);
    expect(pairs.flat().sort()).toEqual([...models, ...models].sort());
    const names = pairs.map((pair) => pair.toSorted().join(' '));
    expect(new Set(names).size).toBe(count);
    for (const [one, other] of pairs) expect(one).not.toBe(other);
  });

  test('are one of two models, and none of one', () => {
    expect(ringOf(['a', 'b']).map((pair) => pair.toSorted())).toEqual([['a', 'b']]);
    expect(ringOf(['a'])).toEqual([]);
    expect(ringOf([])).toEqual([]);
  });

  test('are as often any two models as any others', () => {
    const models = MODELS.slice(0, 5);
    const often = new Map<string, number>();
    for (let turn = 0; turn < 4000; turn += 1) {
      for (const pair of ringOf(models)) {
        const name = pair.toSorted().join(' ');
        often.set(name, (often.get(name) ?? 0) + 1);
      }
    }
    expect(often.size).toBe(10);
    // Half of 4,000 each, give or take six standard deviations.
    for (const count of often.values()) expect(Math.abs(count - 2000)).toBeLessThan(190);
  });
});
