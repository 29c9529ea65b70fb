import { at } from '@/lib/at';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { Mt19937 } from '@/lib/random/mt19937';

const CONFIDENCE = 0.95;
/** Enough for the quantile to be right within about one percent; more would block a web server. */
const DRAWS = 5_000;

/** The standard error of `theta[i] − theta[j]`, the larger of the covariances'. */
export function differenceError(covariances: readonly Matrix[], i: number, j: number): number {
  const variances = covariances.map(
    (matrix) => matrix.get(i, i) + matrix.get(j, j) - 2 * matrix.get(i, j),
  );
  return Math.sqrt(Math.max(...variances));
}

/** Standard normal numbers, the same ones at every call, by Box and Muller's method. */
function normals() {
  const rng = new Mt19937(1n);
  const uniform = () => (rng.uint32() + 0.5) / 2 ** 32;
  let kept: number | undefined;
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
  return normal;
}

/**
 * How many standard errors all pairwise differences together keep within, with 95 % probability:
 * the quantile of the largest |z| over pairs, drawn from the covariance with most spread (as in
 * Mogstad et al. 2024 for ranks). The draws have a fixed seed, so the same votes give the same number.
 */
export function simultaneousReach(covariances: readonly Matrix[]): number {
  const matrix = covariances.reduce((a, b) => (b.trace() > a.trace() ? b : a));
  const models = matrix.rows;
  if (!Number.isFinite(matrix.trace())) return Number.POSITIVE_INFINITY;
  // The strengths sum to 0: a little on the diagonal makes the matrix positive definite.
  const nudged = Matrix.add(matrix, Matrix.eye(models, models).mul(1e-9 * matrix.trace()));
  const factor = new CholeskyDecomposition(nudged).lowerTriangularMatrix;
  // Plain numbers: thousands of draws through matrix objects would block a web server, too.
  const lower = Float64Array.from(factor.to1DArray());
  const precision = new Float64Array(models * models);
  for (let i = 0; i < models; i += 1) {
    for (let j = i + 1; j < models; j += 1) {
      precision[i * models + j] = 1 / differenceError([matrix], i, j);
    }
  }
  const normal = normals();
  const z = new Float64Array(models);
  const point = new Float64Array(models);
  const largest = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    for (let i = 0; i < models; i += 1) z[i] = normal();
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
    largest[draw] = most;
  }
  return largest.sort()[Math.ceil(CONFIDENCE * DRAWS) - 1] ?? Number.NaN;
}

/**
 * The best and the worst rank (from 1) that the votes allow each strength, when two are told apart by
 * more than `criticalValue` standard errors of their difference.
 */
export function rankIntervals(
  theta: readonly number[],
  covariances: readonly Matrix[],
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
