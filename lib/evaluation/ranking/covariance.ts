import { cell } from './cell';
import { at } from '@/lib/at';
import { inverse, Matrix } from 'ml-matrix';
import { gauge, outcomeProbabilities, type Fit } from './strengths';
import { OUTCOMES, type VoteTable } from './votes';

const TIE = OUTCOMES.indexOf('TIE');
const BOTH_BAD = OUTCOMES.indexOf('BOTH_BAD');

/** A covariance of the strengths, and from how many independent clusters it comes. */
export interface Covariance {
  readonly matrix: Matrix;
  readonly clusters: number;
}

/** The inverse of the information with the strengths' sum held at 0. */
export function bread({ information, theta }: Fit): Matrix {
  const fixed = gauge(information.rows, theta.length);
  return inverse(Matrix.add(information, fixed)).sub(fixed);
}

/**
 * What each vote contributes to the score (the gradient) of each parameter: its outcome less the expected one.
 * `score` counts for the first model and against the second one, `tie` for the ties.
 */
export function scoreContributions(table: VoteTable, fit: Fit, weights?: Float64Array) {
  const { theta, eta, fitsTies } = fit;
  const models = theta.length;
  const expected = new Float64Array(models * models);
  const tied = new Float64Array(models * models);
  for (let i = 0; i < models; i += 1) {
    for (let j = 0; j < models; j += 1) {
      const p = outcomeProbabilities(at(theta, i), at(theta, j), eta, fitsTies);
      expected[i * models + j] = p.first + p.tie / 2;
      tied[i * models + j] = p.tie;
    }
  }
  const score = new Float64Array(table.size);
  const tie = new Float64Array(table.size);
  for (let v = 0; v < table.size; v += 1) {
    const outcome = cell(table.outcome, v);
    if (outcome === BOTH_BAD) continue;
    const pair = cell(table.first, v) * models + cell(table.second, v);
    const weight = weights ? cell(weights, v) : 1;
    const got = outcome === TIE ? 0.5 : 1 - outcome;
    score[v] = weight * (got - cell(expected, pair));
    if (fitsTies) tie[v] = weight * ((outcome === TIE ? 1 : 0) - cell(tied, pair));
  }
  return { score, tie };
}

/**
 * The sandwich covariance of the strengths, with votes of one cluster (a voter, or a prompt) taken
 * together since they are not independent (Liang and Zeger 1986), times G/(G−1) for G clusters.
 * `cluster[v]` is vote v's, below `clusters`.
 */
export function clusteredCovariance(
  table: VoteTable,
  fit: Fit,
  cluster: Uint32Array,
  clusters: number,
  weights?: Float64Array,
): Covariance {
  const models = fit.theta.length;
  const width = fit.information.rows;
  const { score, tie } = scoreContributions(table, fit, weights);
  const sums = new Float64Array(clusters * width);
  const used = new Uint8Array(clusters);
  for (let v = 0; v < table.size; v += 1) {
    if (table.outcome[v] === BOTH_BAD) continue;
    const own = cell(cluster, v);
    const row = own * width;
    const [a, b] = [row + cell(table.first, v), row + cell(table.second, v)];
    const pull = cell(score, v);
    sums[a] = cell(sums, a) + pull;
    sums[b] = cell(sums, b) - pull;
    if (fit.fitsTies) sums[row + models] = cell(sums, row + models) + cell(tie, v);
    used[own] = 1;
  }
  const meat = Matrix.zeros(width, width);
  let present = 0;
  for (let c = 0; c < clusters; c += 1) {
    if (!used[c]) continue;
    present += 1;
    for (let i = 0; i < width; i += 1) {
      const left = cell(sums, c * width + i);
      if (left === 0) continue;
      for (let j = 0; j < width; j += 1) {
        meat.set(i, j, meat.get(i, j) + left * cell(sums, c * width + j));
      }
    }
  }
  const inner = bread(fit);
  const small = present > 1 ? present / (present - 1) : Number.POSITIVE_INFINITY;
  const product = inner.mmul(meat).mmul(inner);
  // Symmetric but for rounding.
  const whole = Matrix.add(product, product.transpose()).mul(small / 2);
  return { matrix: whole.subMatrix(0, models - 1, 0, models - 1), clusters: present };
}
