import { cell } from './cell';
import { at } from '@/lib/at';
import jstat from 'jstat';
import { Matrix } from 'ml-matrix';
import { bread, outcomeProbabilities, type Fit } from './strengths';
import { OUTCOMES, type VoteTable } from './votes';

const TIE = OUTCOMES.indexOf('TIE');
const BOTH_BAD = OUTCOMES.indexOf('BOTH_BAD');

const CONFIDENCE = 0.95;

/** So many standard errors an interval of a normal value reaches to each side. */
export const REACH = jstat.normal.inv(1 - (1 - CONFIDENCE) / 2, 0, 1);

/** By what factor the spread of few clusters is taken for larger: as Student's t is wider than the normal distribution. */
function caution(clusters: number): number {
  if (clusters < 2) return Number.POSITIVE_INFINITY;
  const t = jstat.studentt.inv(1 - (1 - CONFIDENCE) / 2, clusters - 1);
  return (clusters / (clusters - 1)) * (t / REACH) ** 2;
}

/**
 * What each vote contributes to the score (the gradient) of each parameter: its outcome less the expected one.
 * `score` counts for the first model and against the second one, `tie` for the ties.
 */
export function scoreContributions(table: VoteTable, fit: Fit, weights = table.weight) {
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
    const weight = cell(weights, v);
    const got = outcome === TIE ? 0.5 : 1 - outcome;
    score[v] = weight * (got - cell(expected, pair));
    if (fitsTies) tie[v] = weight * ((outcome === TIE ? 1 : 0) - cell(tied, pair));
  }
  return { score, tie };
}

/** `bread · filling · bread` of symmetric matrices, without what rounding leaves unsymmetric. */
export function sandwiched(bread: Matrix, filling: Matrix): Matrix {
  const product = bread.mmul(filling).mmul(bread);
  return Matrix.add(product, product.transpose()).mul(1 / 2);
}

/** The sums of the votes' contributions `[clusters, parameters]` by cluster, and which clusters have any. */
function clusterSums(
  table: VoteTable,
  fit: Fit,
  weights: Float64Array,
  cluster: Uint32Array,
  clusters: number,
) {
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
  return { sums, present: [...used.keys()].filter((c) => used[c] === 1) };
}

/**
 * The sandwich covariance of the strengths, with votes of one cluster (a voter, or a prompt) taken
 * together since they are not independent (Liang and Zeger 1986), times G/(G−1) for G clusters, and so that `REACH` standard
 * errors are Student's t. What is believed beforehand varies as much as the prior says: of votes that agree with the model it
 * is the posterior's covariance. Not finite from a single cluster.
 * `cluster[v]` is vote v's, below `clusters`.
 */
export function clusteredCovariance(
  table: VoteTable,
  fit: Fit,
  cluster: Uint32Array,
  clusters: number,
  weights = table.weight,
): Matrix {
  const models = fit.theta.length;
  const width = fit.information.rows;
  const { sums, present } = clusterSums(table, fit, weights, cluster, clusters);
  // Together they are what holds against the prior's pull; without one, nothing.
  const mean = Array.from(
    { length: width },
    (_, i) =>
      present.reduce((sum, c) => sum + cell(sums, c * width + i), 0) / (present.length || 1),
  );
  const meat = Matrix.zeros(width, width);
  for (const c of present) {
    for (let i = 0; i < width; i += 1) {
      const left = cell(sums, c * width + i) - at(mean, i);
      if (left === 0) continue;
      for (let j = 0; j < width; j += 1) {
        meat.set(i, j, meat.get(i, j) + left * (cell(sums, c * width + j) - at(mean, j)));
      }
    }
  }
  const spread = meat.mul(caution(present.length)).add(Matrix.diag([...fit.precision]));
  const whole = sandwiched(bread(fit), spread);
  return whole.subMatrix(0, models - 1, 0, models - 1);
}
