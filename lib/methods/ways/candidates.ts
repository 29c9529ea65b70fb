import { at } from '@/lib/at';

/** How far the seeds of candidates are apart; a prime, so that no two seeds that people take after each other share one. */
const STRIDE = 1_000_003n;

/** The recipe's own seed and those derived from it: the k-th is `seed` + 1,000,003 k, modulo 2⁶³. */
export function candidateSeeds(seed: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, k) => BigInt.asUintN(63, seed + STRIDE * BigInt(k)));
}

/** The candidate with the highest score; of equals the first. Without a score, none is better than another. */
export function bestOf<T>(candidates: ArrayLike<T>, scores: readonly (number | undefined)[]): T {
  const best = Math.max(...scores.map((score = 0) => score));
  return at(candidates, Math.max(0, scores.indexOf(best)));
}
