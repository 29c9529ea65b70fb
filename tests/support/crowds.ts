import { at } from '@/lib/at';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { standingOf } from '@/lib/evaluation/held';
import { outcomeProbabilities } from '@/lib/evaluation/ranking/strengths';
import { Mt19937 } from '@/lib/random/mt19937';

export const HOUR_MS = 3_600_000;
const THETA = [0.55, 0.25, 0.05, -0.2, -0.6];
const TIES = -1.2;
const BEGIN = Date.UTC(2026, 0, 5);

/** Who votes, when, and how. */
export interface Crowd {
  readonly name: string;
  readonly voters: number;
  /** How many votes each gives. */
  readonly each: readonly [number, number];
  /** Hours after the beginning. */
  readonly from: number;
  readonly hours: number;
  /** How far each one's own taste for a model lies from the crowd's. */
  readonly taste?: number;
  /** How much more all of them like the model in the middle. */
  readonly shared?: number;
  /** They always vote for this model, and honestly where it is not shown. */
  readonly pushes?: number;
}

/** The sampled votes on ALIGNMENT of several crowds, those of voters with fewer than ten held back, and who is seasoned. */
export function votesOf(crowds: readonly Crowd[], seed: number): ArenaVote[] {
  const rng = new Mt19937(BigInt(seed));
  const next = () => (rng.uint32() + 0.5) / 2 ** 32;
  const pick = (below: number) => Math.floor(next() * below);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const latest = Math.max(...crowds.map(({ from, hours }) => from + hours));
  const drawn: Omit<ArenaVote, 'id' | 'matchup'>[] = [];
  for (const { name, voters, each, from, hours, taste = 0.4, shared = 0, pushes } of crowds) {
    for (let voter = 0; voter < voters; voter += 1) {
      const theta = THETA.map((value, i) => value + taste * normal() + (i === 2 ? shared : 0));
      const count = each[0] + pick(each[1] - each[0] + 1);
      const start = next() * hours;
      for (let v = 0; v < count; v += 1) {
        const first = pick(THETA.length);
        const second = (first + 1 + pick(THETA.length - 1)) % THETA.length;
        const p = outcomeProbabilities(at(theta, first), at(theta, second), TIES, true);
        const u = next();
        const honest = u < p.first ? 'FIRST' : u < p.first + p.tie ? 'TIE' : 'SECOND';
        const forged = pushes === first ? 'FIRST' : pushes === second ? 'SECOND' : undefined;
        // A visit takes twenty seconds a vote, or as long as the crowd has where that is less.
        const hour = from + Math.min(hours, start + (v * 20) / 3600);
        drawn.push({
          at: new Date(BEGIN + hour * HOUR_MS).toISOString(),
          question: 'ALIGNMENT',
          base: 'base',
          category: 'COLOR',
          form: 'SIMPLE',
          prompt: `prompt ${pick(120)}`,
          set: 'set',
          first: `model ${first}`,
          second: `model ${second}`,
          outcome: forged ?? (next() < 0.05 ? 'BOTH_BAD' : honest),
          voter: `${name} ${voter}`,
          kind: 'SAMPLED',
          propensity: 0.1,
          gold: null,
          repeats: null,
          quarantined: false,
          ...standingOf({ count, first: (from + start) * HOUR_MS }, latest * HOUR_MS),
          verified: false,
        });
      }
    }
  }
  drawn.sort((a, b) => (a.at < b.at ? -1 : 1));
  return drawn.map((vote, i) => ({ ...vote, id: String(i).padStart(8, '0'), matchup: `m${i}` }));
}
