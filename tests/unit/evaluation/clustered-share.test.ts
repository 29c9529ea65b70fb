import { expect, test } from 'vitest';
import { clusteredShare } from '@/lib/evaluation/clustered-share';

test('of nothing there is no share, of one group no interval', () => {
  expect(clusteredShare([])).toBeUndefined();
  expect(clusteredShare([{ asked: 9, right: 3 }])).toEqual({ value: 1 / 3, low: null, high: null });
});

test('groups that all say the same count once each', () => {
  const groups = Array.from({ length: 4 }, () => ({ asked: 100, right: 100 }));
  const share = clusteredShare(groups);
  expect(share?.value).toBe(1);
  // Wilson's of four of four, not of four hundred.
  expect(share?.low).toBeCloseTo(0.51, 1);
});

/** Numbers from 0 to 1, the same each time. */
function chances(): () => number {
  let state = 12345;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

test.each([
  [34, 1],
  [34, 20],
  [12, 10],
])(
  '%d prompts of %d pairs that are alike: the interval has the share in 93 to 97 of 100',
  (prompts, each) => {
    const chance = chances();
    let covered = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run += 1) {
      const groups = Array.from({ length: prompts }, () => {
        // Mostly all of a prompt's pairs look the same, or none; half of all do.
        const p = Math.sin((Math.PI / 2) * chance()) ** 2;
        const right = Array.from({ length: each }, () => chance()).filter((x) => x < p).length;
        return { asked: each, right };
      });
      const { low, high } = clusteredShare(groups) ?? { low: null, high: null };
      if (low !== null && high !== null && low <= 0.5 && 0.5 <= high) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.93);
    expect(covered / runs).toBeLessThan(0.97);
  },
);
