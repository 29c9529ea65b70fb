import jstat from 'jstat';
import type { Suspicion } from './integrity';

/** A pair that somebody was shown, as the exported matchups have it. */
export interface Shown {
  readonly voter: string;
  readonly first: string;
  readonly second: string;
  /** False of one that was skipped, or left open until it was closed. */
  readonly answered: boolean;
}

/** An honest voter is caught with this probability at most. */
const FALSE_ALARM = 0.0005;

/** Whoever skips what they do not like favours good models a little; so many times as often is no taste. */
const LEAST_RATIO = 2;

/** Of pairs with and without a model, how many there are and how many were answered. */
function countsOf(pairs: readonly Shown[], model: string) {
  const counts = { shown: 0, answered: 0, other: 0, otherAnswered: 0 };
  for (const { first, second, answered } of pairs) {
    const has = first === model || second === model;
    counts[has ? 'shown' : 'other'] += 1;
    if (answered) counts[has ? 'answered' : 'otherAnswered'] += 1;
  }
  return counts;
}

/**
 * Voters who answer pairs with some model and leave the others, as somebody does who knows what nobody is told (Fisher's
 * exact test). A pure function of the exported matchups.
 */
export function choosyVoters(shown: Iterable<Shown>): Suspicion[] {
  const byVoter = new Map<string, Shown[]>();
  for (const one of shown) {
    const own = byVoter.get(one.voter);
    if (own) own.push(one);
    else byVoter.set(one.voter, [one]);
  }
  const caught: Suspicion[] = [];
  for (const [voter, pairs] of byVoter) {
    const votes = pairs.filter(({ answered }) => answered).length;
    if (votes === pairs.length) continue;
    const models = new Set(pairs.flatMap(({ first, second }) => [first, second]));
    for (const model of models) {
      const { shown: of, answered, other, otherAnswered } = countsOf(pairs, model);
      if (answered * other < LEAST_RATIO * otherAnswered * of) continue;
      const p = (1 - jstat.hypgeom.cdf(answered - 1, pairs.length, of, votes)) * models.size;
      if (p >= FALSE_ALARM) continue;
      const detail = `answered ${answered} of ${of} pairs with ${model}, and ${otherAnswered} of ${other} others`;
      caught.push({ voter, votes, reasons: [{ test: 'CHOICE', detail, p }] });
      break;
    }
  }
  return caught.sort((a, b) => (a.voter < b.voter ? -1 : 1));
}
