import { at } from '@/lib/at';
import jstat from 'jstat';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { Mt19937 } from '@/lib/random/mt19937';
import type { Covariance } from './covariance';

const CONFIDENCE = 0.95;
/** Enough for the quantile to be right within about one percent; more would block a web server. */
const DRAWS = 5_000;

/** How many standard errors an interval reaches to each side; Student's t for few clusters. */
export function reach(clusters: number): number {
  if (clusters < 2) return Number.POSITIVE_INFINITY;
  return jstat.studentt.inv(1 - (1 - CONFIDENCE) / 2, clusters - 1);
}

/** The standard error of `theta[i] − theta[j]`, the larger of the covariances'. */
export function differenceError(covariances: readonly Covariance[], i: number, j: number): number {
  const variances = covariances.map(
    ({ matrix }) => matrix.get(i, i) + matrix.get(j, j) - 2 * matrix.get(i, j),
  );
  return Math.sqrt(Math.max(...variances));
}

/** Random numbers, the same ones at every call. */
function draws() {
  const rng = new Mt19937(1n);
  const uniform = () => (rng.uint32() + 0.5) / 2 ** 32;
  let kept: number | undefined;
  /** Standard normal, by Box and Muller's method. */
  const normal = () => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  /** χ² of `freedom` ≥ 2 degrees: twice a gamma variate (Marsaglia and Tsang 2000). */
  const chiSquare = (freedom: number) => {
    const d = freedom / 2 - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return 2 * d * v;
    }
  };
  return { normal, chiSquare };
}

/**
 * How many standard errors all pairwise differences together keep within, with 95 % probability:
 * the quantile of the largest |z| over pairs, drawn from the covariance with most spread (as in
 * Mogstad et al. 2024 for ranks). The draws have a fixed seed, so the same votes give the same number.
 */
export function simultaneousReach(covariances: readonly Covariance[]): number {
  const widest = covariances.reduce((a, b) => (b.matrix.trace() > a.matrix.trace() ? b : a));
  const { matrix, clusters } = widest;
  const models = matrix.rows;
  if (clusters < 2) return Number.POSITIVE_INFINITY;
  // The strengths sum to 0: a little on the diagonal makes the matrix positive definite.
  const nudged = Matrix.add(matrix, Matrix.eye(models, models).mul(1e-9 * matrix.trace()));
  const factor = new CholeskyDecomposition(nudged).lowerTriangularMatrix;
  // Plain numbers: thousands of draws through matrix objects would block a web server, too.
  const lower = Float64Array.from(factor.to1DArray());
  const precision = new Float64Array(models * models);
  for (let i = 0; i < models; i += 1) {
    for (let j = i + 1; j < models; j += 1) {
      precision[i * models + j] = 1 / differenceError([widest], i, j);
    }
  }
  const { normal, chiSquare } = draws();
  const freedom = clusters - 1;
  const z = new Float64Array(models);
  const point = new Float64Array(models);
  const largest = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    for (let i = 0; i < models; i += 1) z[i] = normal();
    const scale = Math.sqrt(freedom / (freedom > 1 ? chiSquare(freedom) : normal() ** 2));
    for (let i = 0; i < models; i += 1) {
      let sum = 0;
      for (let k = 0; k <= i; k += 1) sum += at(lower, i * models + k) * at(z, k);
      point[i] = sum;
    }
    let most = 0;
    for (let i = 0; i < models; i += 1) {
      for (let j = i + 1; j < models; j += 1) {
        const gap = Math.abs(at(point, i) - at(point, j));
        most = Math.max(most, gap * at(precision, i * models + j));
      }
    }
    largest[draw] = most * scale;
  }
  return largest.sort()[Math.ceil(CONFIDENCE * DRAWS) - 1] ?? Number.NaN;
}

/**
 * The best and the worst rank (from 1) that the votes allow each strength, when two are told apart by
 * more than `criticalValue` standard errors of their difference.
 */
export function rankIntervals(
  theta: readonly number[],
  covariances: readonly Covariance[],
  criticalValue: number,
): { readonly best: number; readonly worst: number }[] {
  return theta.map((own, i) => {
    let better = 0;
    let worse = 0;
    theta.forEach((other, j) => {
      if (i === j) return;
      const margin = criticalValue * differenceError(covariances, i, j);
      if (other - own > margin) better += 1;
      if (own - other > margin) worse += 1;
    });
    return { best: 1 + better, worst: theta.length - worse };
  });
}
