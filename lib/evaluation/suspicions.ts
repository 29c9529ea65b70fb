import type { ArenaVote } from './arena-votes';
import type { Origins } from './gatherings';
import { suspiciousVoters, type Suspicion } from './integrity';
import { choosyVoters, type Shown } from './integrity-choice';
import { suspiciousGroups } from './integrity-groups';

/** What is known beside the votes. */
export interface Circumstances {
  readonly shown?: Iterable<Shown>;
  readonly origins?: Origins;
}

/**
 * Everybody whose answers are not believed, for what they chose to answer, in a group, or alone; each is named once. Groups
 * before those who are alone: beside a large one that still counts, an honest voter looks like somebody who opposes it.
 */
export function suspicions(
  votes: readonly ArenaVote[],
  { shown = [], origins }: Circumstances = {},
): Suspicion[] {
  const found: Suspicion[] = [];
  const left = () => {
    const out = new Set(found.map(({ voter }) => voter));
    return votes.filter(({ voter }) => !out.has(voter));
  };
  found.push(...choosyVoters(shown));
  found.push(...suspiciousGroups(left(), origins));
  found.push(...suspiciousVoters(left()));
  return found.sort((a, b) => (a.voter < b.voter ? -1 : 1));
}
