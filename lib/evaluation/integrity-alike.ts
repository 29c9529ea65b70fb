import jstat from 'jstat';
import type { Answer, Known } from './group-answers';
import { evidence, LEAST_HISTORY, minus, plus, totalOf, type Histories } from './surprise';

/** From so much evidence on (natural logarithm of a likelihood ratio) somebody looks as if they pushed a model. */
export const STRENGTHS = [2, 3, 4, 5, 6, 8] as const;

const LEAST_VOTERS = 3;

/** How often what the others think is asked anew, without those who look as if they pushed. */
const ROUNDS = 3;

/** By voter, how much their answers look like pushing the model, against what everybody says who is not in `out`. */
function weigh(answers: readonly Answer[], known: Known, up: boolean, out: ReadonlySet<string>) {
  const without: Histories = new Map();
  for (const voter of out) plus(without, known.of(voter));
  const weights = new Map<string, number>();
  for (const { voter, place, grade } of answers) {
    const own = out.has(voter) ? undefined : known.of(voter)?.get(place);
    const others = minus(minus(known.all.get(place), without.get(place)), own);
    if (totalOf(others) < LEAST_HISTORY) continue;
    weights.set(voter, (weights.get(voter) ?? 0) + evidence(others, grade, up));
  }
  return weights;
}

/**
 * Of a group's answers on a model, the voters who are too many to look like somebody who pushes it, and how likely that
 * is by chance. Unlike a group's mean this is not watered down by the honest newcomers among whom they hide, and they
 * do not hide behind what they said themselves.
 */
export function alike(answers: readonly Answer[], known: Known, up: boolean) {
  let weights = weigh(answers, known, up, new Set());
  const stronger = (strength: number) =>
    [...weights].filter(([, weight]) => weight >= strength).map(([voter]) => voter);
  if (stronger(STRENGTHS[0]).length < LEAST_VOTERS) return undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    weights = weigh(answers, known, up, new Set(stronger(STRENGTHS[0])));
  }
  let found: { readonly voters: readonly string[]; readonly p: number } | undefined;
  for (const strength of STRENGTHS) {
    const voters = stronger(strength);
    if (voters.length < LEAST_VOTERS) break;
    // A likelihood ratio is 1 on average, so that it exceeds e^x once in e^x times at most (Markov).
    const p = 1 - jstat.binomial.cdf(voters.length - 1, weights.size, Math.exp(-strength));
    if (p < (found?.p ?? 1)) found = { voters, p };
  }
  return found;
}
