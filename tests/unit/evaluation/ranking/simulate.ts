import { at } from '@/lib/at';
import { Mt19937 } from '@/lib/random/mt19937';
import { outcomeProbabilities } from '@/lib/evaluation/ranking/strengths';
import type { Outcome, Vote } from '@/lib/evaluation/ranking/votes';

export interface Crowd {
  readonly theta: readonly number[];
  readonly eta: number;
  readonly voters: number;
  readonly prompts: number;
  /** Votes of each voter. */
  readonly each: number;
  /** How often a voter who meets a pair again says what they said before, whatever the prompt. */
  readonly stubborn: number;
  readonly bothBad: number;
}

/** Uniform numbers in 0..1 with a seed. */
export function uniforms(seed: number): () => number {
  const random = new Mt19937(BigInt(seed));
  return () => random.uint32() / 2 ** 32;
}

/** Votes by a crowd whose marginal probabilities are exactly Davidson's, and whose members repeat themselves. */
export function simulate(crowd: Crowd, seed: number): Vote[] {
  const next = uniforms(seed);
  const pick = (below: number) => Math.floor(next() * below);
  const votes: Vote[] = [];
  for (let voter = 0; voter < crowd.voters; voter += 1) {
    const said = new Map<string, Outcome>();
    for (let v = 0; v < crowd.each; v += 1) {
      const first = pick(crowd.theta.length);
      const second = (first + 1 + pick(crowd.theta.length - 1)) % crowd.theta.length;
      const pair = `${first} ${second}`;
      const p = outcomeProbabilities(
        at(crowd.theta, first),
        at(crowd.theta, second),
        crowd.eta,
        true,
      );
      const u = next();
      const fresh: Outcome = u < p.first ? 'FIRST' : u < p.first + p.tie ? 'TIE' : 'SECOND';
      const before = said.get(pair);
      const outcome = before && next() < crowd.stubborn ? before : fresh;
      said.set(pair, outcome);
      votes.push({
        first: `model ${first}`,
        second: `model ${second}`,
        outcome: next() < crowd.bothBad ? 'BOTH_BAD' : outcome,
        voter: `voter ${voter}`,
        prompt: `prompt ${pick(crowd.prompts)}`,
        propensity: 0.1,
      });
    }
  }
  return votes;
}
