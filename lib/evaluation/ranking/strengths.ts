import { at } from '@/lib/at';
import { inverse, Matrix } from 'ml-matrix';
import { precisions, type Prior } from './prior';
import type { Tally } from './votes';

/**
 * How ties count. `davidson` (Davidson 1970) gives them a probability of their own; `half-wins` is
 * Bradley–Terry with a tie as half a win for each side, as LMArena's arena-rank has it.
 */
export type TieRule = 'davidson' | 'half-wins';

/** The likeliest strengths, given votes and prior, on the natural (logit) scale; they sum to 0. */
export interface Fit {
  readonly ties: TieRule;
  readonly theta: readonly number[];
  /** Logarithm of Davidson's ν; 0 and without meaning where ties are half wins, or none was seen and nothing is believed. */
  readonly eta: number;
  /** Whether `eta` was fitted. */
  readonly fitsTies: boolean;
  /** The votes' information matrix of (theta, eta if fitted), before the gauge is fixed. */
  readonly information: Matrix;
  /** What the prior adds to its diagonal; zeros without one. */
  readonly precision: readonly number[];
}

/** Probabilities that the first is better and that they tie, for strengths `a` and `b`. */
export function outcomeProbabilities(a: number, b: number, eta: number, fitsTies: boolean) {
  const half = (a - b) / 2;
  const tie = fitsTies ? Math.exp(eta) : 0;
  const total = Math.exp(half) + Math.exp(-half) + tie;
  return { first: Math.exp(half) / total, tie: tie / total };
}

const MOST_STEPS = 100;
const NEAR = 1e-9;
const SMALLEST_SHARE = 1e-6;

/** Sum zero over the strengths: votes define them only up to a constant. */
function gauge(parameters: number, models: number): Matrix {
  const fixed = Matrix.zeros(parameters, parameters);
  for (let i = 0; i < models; i += 1) {
    for (let j = 0; j < models; j += 1) fixed.set(i, j, 1 / models);
  }
  return fixed;
}

interface Slope {
  readonly logLikelihood: number;
  readonly gradient: Matrix;
  readonly information: Matrix;
}

function slopeAt(point: readonly number[], count: Tally, ties: TieRule, fitsTies: boolean): Slope {
  const models = count.wins.length;
  const gradient = Matrix.zeros(point.length, 1);
  const information = Matrix.zeros(point.length, point.length);
  const add = (i: number, j: number, value: number) =>
    information.set(i, j, information.get(i, j) + value);
  const eta = fitsTies ? at(point, models) : 0;
  let logLikelihood = 0;
  for (let i = 0; i < models; i += 1) {
    for (let j = i + 1; j < models; j += 1) {
      const tied = at(at(count.ties, i), j);
      const halves = ties === 'half-wins' ? tied / 2 : 0;
      const wins = at(at(count.wins, i), j) + halves;
      const losses = at(at(count.wins, j), i) + halves;
      const draws = fitsTies ? tied : 0;
      const total = wins + losses + draws;
      if (total === 0) continue;
      const p = outcomeProbabilities(at(point, i), at(point, j), eta, fitsTies);
      const last = 1 - p.first - p.tie;
      logLikelihood += wins * Math.log(p.first) + losses * Math.log(last);
      if (draws > 0) logLikelihood += draws * Math.log(p.tie);
      // Davidson's model is an exponential family in these two: the score of i, and being a tie.
      const score = p.first + p.tie / 2;
      const surplus = wins + draws / 2 - total * score;
      gradient.set(i, 0, gradient.get(i, 0) + surplus);
      gradient.set(j, 0, gradient.get(j, 0) - surplus);
      const variance = total * (p.first + p.tie / 4 - score ** 2);
      add(i, i, variance);
      add(j, j, variance);
      add(i, j, -variance);
      add(j, i, -variance);
      if (!fitsTies) continue;
      gradient.set(models, 0, gradient.get(models, 0) + draws - total * p.tie);
      const shared = total * (p.tie / 2 - score * p.tie);
      for (const [k, sign] of [
        [i, 1],
        [j, -1],
      ] as const) {
        add(k, models, sign * shared);
        add(models, k, sign * shared);
      }
      add(models, models, total * p.tie * (1 - p.tie));
    }
  }
  return { logLikelihood, gradient, information };
}

/** The inverse of what votes and prior say of the parameters, with the strengths' sum held at 0. */
export function bread(fit: Pick<Fit, 'information' | 'precision' | 'theta'>): Matrix {
  const { information, precision, theta } = fit;
  const fixed = gauge(information.rows, theta.length);
  const known = Matrix.add(information, Matrix.diag([...precision]));
  // All strengths together are a direction of their own, of which only the prior and the gauge say anything.
  return inverse(known.add(fixed)).sub(fixed.mul(1 / (1 + at(precision, 0))));
}

/**
 * Fits the strengths by Newton's method with halved steps: those of the largest posterior density, or likelihood where
 * there is no prior. Without one there is a maximum only where everybody has lost to, or tied with, somebody of every
 * other group (Ford 1957). Throws RangeError where it does not converge.
 */
export function fitStrengths(count: Tally, ties: TieRule, prior: Prior | null): Fit {
  const models = count.wins.length;
  const anyTie = count.ties.some((row) => row.some((n) => n > 0));
  const fitsTies = ties === 'davidson' && (anyTie || prior !== null);
  const precision = precisions(prior, models, fitsTies);
  const believed = Matrix.diag([...precision]);
  const slopeOf = (point: readonly number[]) => {
    const votes = slopeAt(point, count, ties, fitsTies);
    const away = point.reduce((sum, value, i) => sum + at(precision, i) * value ** 2, 0);
    const pull = Matrix.columnVector(point.map((value, i) => at(precision, i) * value));
    return {
      density: votes.logLikelihood - away / 2,
      gradient: Matrix.sub(votes.gradient, pull),
      information: votes.information,
    };
  };
  let point = new Array<number>(precision.length).fill(0);
  let slope = slopeOf(point);
  const fixed = Matrix.add(believed, gauge(point.length, models));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const direction = inverse(Matrix.add(slope.information, fixed)).mmul(slope.gradient);
    const decrement = slope.gradient.transpose().mmul(direction).get(0, 0);
    for (let share = 1; ; share /= 2) {
      const next = point.map((value, i) => value + share * direction.get(i, 0));
      const there = slopeOf(next);
      if (there.density < slope.density && share > SMALLEST_SHARE) continue;
      point = next;
      slope = there;
      break;
    }
    // After a step from so near, Newton's method is as exact as the numbers are.
    if (decrement < NEAR) {
      const theta = point.slice(0, models);
      const eta = fitsTies ? at(point, models) : 0;
      return { ties, theta, eta, fitsTies, information: slope.information, precision };
    }
  }
  throw new RangeError('The strengths do not converge; some models were never comparable.');
}

/**
 * The models of the island with most votes, as indices in order: those that votes connect, by wins or ties, directly or
 * through others. Between islands nothing is known. A model without such votes is an island of its own.
 */
export function largestIsland({ wins, ties }: Tally): number[] {
  const votesOf = (i: number, j: number) =>
    at(at(wins, i), j) + at(at(wins, j), i) + at(at(ties, i), j);
  const left = new Set(wins.keys());
  let largest: { readonly votes: number; readonly models: readonly number[] } = {
    votes: 0,
    models: [],
  };
  for (const start of wins.keys()) {
    if (!left.delete(start)) continue;
    const models = [start];
    let votes = 0;
    for (const i of models) {
      for (const j of wins.keys()) {
        const here = votesOf(i, j);
        votes += here;
        if (here > 0 && left.delete(j)) models.push(j);
      }
    }
    if (votes > largest.votes) largest = { votes, models };
  }
  return [...largest.models].sort((a, b) => a - b);
}
