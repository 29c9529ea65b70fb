import { wilson } from './reliability';

/** So many of one group, such as the pairs of one prompt, and how many of those it holds of. */
export interface Group {
  readonly asked: number;
  readonly right: number;
}

/** A share with its 95 % interval. */
interface ClusteredShare {
  readonly value: number;
  /** Null where there is a single group, and so nothing to compare it with. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The share over all groups, whose members are alike: Wilson's interval of as many independent ones as have the same
 * variance (Kish's effective sample size). Where all groups say the same, each counts once. Undefined of nothing.
 */
export function clusteredShare(groups: readonly Group[]): ClusteredShare | undefined {
  const asked = groups.reduce((sum, group) => sum + group.asked, 0);
  if (asked === 0) return undefined;
  const value = groups.reduce((sum, group) => sum + group.right, 0) / asked;
  if (groups.length < 2) return { value, low: null, high: null };
  const independent = (value * (1 - value)) / asked;
  const squares = groups.reduce((sum, own) => sum + (own.right - value * own.asked) ** 2, 0);
  const clustered = ((squares / asked ** 2) * groups.length) / (groups.length - 1);
  const effective = independent > 0 ? asked / Math.max(1, clustered / independent) : groups.length;
  const interval = wilson(value * effective, effective);
  return { value, low: interval?.low ?? null, high: interval?.high ?? null };
}
