import { expect, test } from 'vitest';
import {
  cosineLoss,
  distillationLoss,
  PAIRS,
  rankCorrelation,
} from '@/lib/evaluation/prompt-pairs';
import { tensor } from '@/lib/diffusion/tensor';

const states = (...rows: number[][]) =>
  tensor(Float32Array.from(rows.flat()), [1, rows.length, rows[0]?.length ?? 0]);

test('there are thirteen pairs', () => {
  expect(PAIRS).toHaveLength(13);
  expect(PAIRS.filter(({ nearness }) => nearness === 2)).toHaveLength(2);
});

test('the cosine loss looks at the mean word only', () => {
  expect(cosineLoss(states([1, 0], [0, 1]), states([2, 2], [0, 0]))).toBeCloseTo(0, 6);
  expect(cosineLoss(states([1, 0]), states([0, 1]))).toBeCloseTo(1, 6);
  expect(cosineLoss(states([1, 0]), states([-3, 0]))).toBeCloseTo(2, 6);
});

test('the distillation loss is KL by hand, and blind to a shift of all channels', () => {
  const half = Math.log(3);
  // softmax [0, ln 3] = [1/4, 3/4] against [1/2, 1/2].
  const wanted = 0.25 * Math.log(0.25 / 0.5) + 0.75 * Math.log(0.75 / 0.5);
  expect(distillationLoss(states([0, half]), states([0, 0]))).toBeCloseTo(wanted, 6);
  expect(distillationLoss(states([0, half]), states([5, half + 5]))).toBeCloseTo(0, 6);
});

test('Spearman’s correlation with ties', () => {
  expect(rankCorrelation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
  // scipy.stats.spearmanr([1, 2, 2, 3], [1, 3, 2, 4]) = 0.9486832980505138
  expect(rankCorrelation([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(0.9486832980505138, 12);
  expect(rankCorrelation([1, 1], [1, 2])).toBeNaN();
});
