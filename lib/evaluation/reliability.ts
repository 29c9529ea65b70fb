import { z } from 'zod';
import type { ArenaVote } from './arena-votes';
import type { Outcome } from './ranking/votes';

const measuredShareSchema = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  asked: z.number(),
});

/** A share with its 95 % interval. */
export type MeasuredShare = z.infer<typeof measuredShareSchema>;

/** How far voters can be relied on, as it is stored. */
export const reliabilitySchema = z.object({
  /** How often a voter says the same of a pair that is shown again; none where nobody was asked. */
  selfAgreement: measuredShareSchema.optional(),
  /** How often the picture of the asked prompt wins over one of another prompt. */
  gold: measuredShareSchema.optional(),
  /** Krippendorff's over pairs of pictures that several voters judged; null where it says nothing. */
  alpha: z.number().nullable(),
  alphaPairs: z.number(),
});

export type Reliability = z.infer<typeof reliabilitySchema>;

const Z = 1.959964;

/** The interval of Wilson (1927); undefined when nobody was asked. */
export function wilson(right: number, asked: number): MeasuredShare | undefined {
  if (asked === 0) return undefined;
  const p = right / asked;
  const centre = (p + Z ** 2 / (2 * asked)) / (1 + Z ** 2 / asked);
  const half =
    (Z * Math.sqrt((p * (1 - p)) / asked + Z ** 2 / (4 * asked ** 2))) / (1 + Z ** 2 / asked);
  return { value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half), asked };
}

/**
 * Krippendorff's α for nominal answers (Krippendorff 2011): 1 for perfect agreement, 0 for chance. Each
 * unit is the answers that several voters gave to one thing; null when no two gave different ones
 * anywhere, or fewer than two units have two answers.
 */
export function krippendorffAlpha(units: readonly (readonly string[])[]): number | null {
  const pairable = units.filter((unit) => unit.length > 1);
  const totals = new Map<string, number>();
  let all = 0;
  let disagreement = 0;
  for (const unit of pairable) {
    const counts = new Map<string, number>();
    for (const value of unit) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
      totals.set(value, (totals.get(value) ?? 0) + 1);
    }
    all += unit.length;
    const agreeing = [...counts.values()].reduce((sum, n) => sum + n * (n - 1), 0);
    disagreement += (unit.length * (unit.length - 1) - agreeing) / (unit.length - 1);
  }
  const same = [...totals.values()].reduce((sum, n) => sum + n * (n - 1), 0);
  const expected = (all * (all - 1) - same) / (all - 1);
  if (pairable.length < 2 || !(expected > 0)) return null;
  return 1 - disagreement / expected;
}

const TURNED: Readonly<Record<Outcome, Outcome>> = {
  FIRST: 'SECOND',
  SECOND: 'FIRST',
  TIE: 'TIE',
  BOTH_BAD: 'BOTH_BAD',
};

/** A vote with its models in alphabetical order, so that sides do not matter. */
function ordered(vote: ArenaVote): Outcome {
  return vote.first < vote.second ? vote.outcome : TURNED[vote.outcome];
}

/** What repeated, gold and shared pairs say about the voters, on ALIGNMENT. */
export function reliabilityOf(votes: readonly ArenaVote[]): Reliability {
  const asked = votes.filter(({ question }) => question === 'ALIGNMENT');
  const byMatchup = new Map(asked.map((vote) => [vote.matchup, vote]));
  let repeated = 0;
  let same = 0;
  for (const vote of asked) {
    const before = vote.kind === 'REPEATED' ? byMatchup.get(vote.repeats ?? '') : undefined;
    if (!before) continue;
    repeated += 1;
    if (ordered(vote) === ordered(before)) same += 1;
  }
  const gold = asked.filter(({ kind }) => kind === 'GOLD');
  const right = gold.filter(({ gold: wanted, outcome }) => outcome === wanted).length;
  const units = new Map<string, string[]>();
  for (const vote of asked) {
    if (vote.kind !== 'SAMPLED') continue;
    const { set, first, second } = vote;
    const name = first < second ? `${set} ${first} ${second}` : `${set} ${second} ${first}`;
    const unit = units.get(name);
    if (unit) unit.push(ordered(vote));
    else units.set(name, [ordered(vote)]);
  }
  const shared = [...units.values()].filter((unit) => unit.length > 1);
  return {
    selfAgreement: wilson(same, repeated),
    gold: wilson(right, gold.length),
    alpha: krippendorffAlpha(shared),
    alphaPairs: shared.length,
  };
}
