import { at } from '@/lib/at';
import { inverse, Matrix } from 'ml-matrix';
import type { Tally } from './votes';

/**
 * How ties count. `davidson` (Davidson 1970) gives them a probability of their own; `half-wins` is
 * Bradley–Terry with a tie as half a win for each side, as LMArena's arena-rank has it.
 */
export type TieRule = 'davidson' | 'half-wins';

/** Maximum-likelihood strengths on the natural (logit) scale; they sum to 0. */
export interface Fit {
  readonly ties: TieRule;
  readonly theta: readonly number[];
  /** Logarithm of Davidson's ν; 0 and without meaning where no tie was seen or ties are half wins. */
  readonly eta: number;
  /** Whether `eta` was fitted. */
  readonly fitsTies: boolean;
  /** The information matrix of (theta, eta if fitted), before the gauge is fixed. */
  readonly information: Matrix;
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

/** Sum zero over the strengths: they are only defined up to a constant. */
export function gauge(parameters: number, models: number): Matrix {
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

/**
 * Fits the strengths by Newton's method with halved steps. The likelihood has a maximum only where
 * everybody has lost to, or tied with, somebody of every other group (Ford 1957): see `comparable`.
 * Throws RangeError where it does not converge.
 */
export function fitStrengths(count: Tally, ties: TieRule): Fit {
  const models = count.wins.length;
  const anyTie = count.ties.some((row) => row.some((n) => n > 0));
  const fitsTies = ties === 'davidson' && anyTie;
  let point = new Array<number>(models + (fitsTies ? 1 : 0)).fill(0);
  let slope = slopeAt(point, count, ties, fitsTies);
  const fixed = gauge(point.length, models);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const direction = inverse(Matrix.add(slope.information, fixed)).mmul(slope.gradient);
    const decrement = slope.gradient.transpose().mmul(direction).get(0, 0);
    for (let share = 1; ; share /= 2) {
      const next = point.map((value, i) => value + share * direction.get(i, 0));
      const there = slopeAt(next, count, ties, fitsTies);
      if (there.logLikelihood < slope.logLikelihood && share > SMALLEST_SHARE) continue;
      point = next;
      slope = there;
      break;
    }
    // After a step from so near, Newton's method is as exact as the numbers are.
    if (decrement < NEAR) {
      const theta = point.slice(0, models);
      const eta = fitsTies ? at(point, models) : 0;
      return { ties, theta, eta, fitsTies, information: slope.information };
    }
  }
  throw new RangeError('The strengths do not converge; some models were never comparable.');
}

/**
 * Whether there are no ties in `group`, or a circle of models with more wins than ties in it, gone round from
 * winner to loser and over ties either way. Without one, Davidson's likelihood grows for ever as ν and the
 * leads that explain the wins do: of "a beat b once, and they tied once" it makes endless strengths.
 */
function boundsTies({ wins, ties }: Tally, group: readonly number[]): boolean {
  if (!group.some((i) => group.some((j) => at(at(ties, i), j) > 0))) return true;
  const lead = new Map(group.map((model) => [model, 0]));
  let settled = false;
  // Bellman and Ford's: without such a circle every lead is found in as many rounds as there are models.
  for (let round = 0; round <= group.length && !settled; round += 1) {
    settled = true;
    for (const i of group) {
      for (const j of group) {
        const step = at(at(wins, i), j) > 0 ? -1 : at(at(ties, i), j) > 0 ? 1 : undefined;
        const next = step === undefined ? Infinity : (lead.get(i) ?? 0) + step;
        if (next >= (lead.get(j) ?? 0)) continue;
        lead.set(j, next);
        settled = false;
      }
    }
  }
  return !settled;
}

/**
 * The largest set of models of which each has lost to or tied with every other, directly or through
 * others, as indices in order, and whose ties do not make endless strengths (see `boundsTies`). Only within
 * such a set are there finite strengths (Ford 1957, Davidson 1970).
 */
export function comparable(count: Tally, rule: TieRule): number[] {
  const { wins, ties } = count;
  const models = wins.length;
  const reaches = wins.map((row, i) =>
    row.map((won, j) => i === j || won > 0 || at(at(ties, i), j) > 0),
  );
  for (let k = 0; k < models; k += 1) {
    for (let i = 0; i < models; i += 1) {
      if (!reaches[i]?.[k]) continue;
      for (let j = 0; j < models; j += 1) {
        const row = reaches[i];
        if (row && reaches[k]?.[j]) row[j] = true;
      }
    }
  }
  const all = Array.from({ length: models }, (_, i) => i);
  const groups = all.map((i) => all.filter((j) => reaches[i]?.[j] && reaches[j]?.[i]));
  return groups
    .filter((group) => rule === 'half-wins' || boundsTies(count, group))
    .reduce((largest, group) => (group.length > largest.length ? group : largest), []);
}
