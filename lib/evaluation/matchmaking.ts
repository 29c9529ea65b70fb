import { at } from '@/lib/at';
import { OUTCOMES, type Outcome } from './ranking/votes';

/** This share of the draws takes any pair alike, so that every pair's propensity stays above 0. */
const UNIFORM_SHARE = 0.2;

/** Votes on two models: how often each answer was given. Several records of one pair add up. */
export interface PairRecord {
  readonly first: string;
  readonly second: string;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
}

/** A pair of models on offer, and the probability with which it is drawn. */
export interface PairChance {
  readonly first: string;
  readonly second: string;
  readonly probability: number;
}

/** A pair's name, whichever comes first. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** What an answer is worth to the first; both-bad says as little as a tie about who is better. */
const WORTH: Readonly<Record<Outcome, number>> = { FIRST: 1, SECOND: 0, TIE: 0.5, BOTH_BAD: 0.5 };

/**
 * By how much one more vote narrows a pair's standard error: √(σ²/n) − √(σ²/(n+1)). Two votes, one for
 * each side, are added to what was seen, so that a new pair has a variance.
 */
function gain(records: readonly PairRecord[]): number {
  let n = 2;
  let sum = 1;
  let squares = 1;
  for (const { outcomes, first, second } of records) {
    for (const outcome of OUTCOMES) {
      const count = outcomes[outcome];
      if (count === undefined) continue;
      const worth = first < second ? WORTH[outcome] : 1 - WORTH[outcome];
      n += count;
      sum += count * worth;
      squares += count * worth ** 2;
    }
  }
  const variance = squares / n - (sum / n) ** 2;
  return Math.sqrt(variance / n) - Math.sqrt(variance / (n + 1));
}

/**
 * How likely each of `pairs` is to be drawn next: in proportion to what a vote on it would tell
 * (Chiang et al. 2024, Chatbot Arena, §5), mixed with a fifth of equal chances. Sums to 1.
 */
export function pairChances(
  pairs: readonly (readonly [string, string])[],
  records: readonly PairRecord[],
): PairChance[] {
  const known = new Map<string, PairRecord[]>();
  for (const record of records) {
    const key = pairKey(record.first, record.second);
    known.set(key, [...(known.get(key) ?? []), record]);
  }
  const gains = pairs.map(([a, b]) => gain(known.get(pairKey(a, b)) ?? []));
  const total = gains.reduce((sum, value) => sum + value, 0);
  return pairs.map(([first, second], i) => {
    const share = total > 0 ? at(gains, i) / total : 1 / pairs.length;
    const probability = (1 - UNIFORM_SHARE) * share + UNIFORM_SHARE / pairs.length;
    return { first, second, probability };
  });
}

/** One of `chances` by its probability; `random` is uniform in [0, 1). Undefined when there is none. */
export function drawPair(chances: readonly PairChance[], random: number): PairChance | undefined {
  let left = random;
  for (const chance of chances) {
    left -= chance.probability;
    if (left < 0) return chance;
  }
  return chances.at(-1);
}
