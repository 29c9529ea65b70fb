import type { ArenaVote } from './arena-votes';

/**
 * So many matchups somebody must have decided before their votes count. From ten on there is something to judge a voter
 * by: one of the first ten is a gold pair, ten times the same side is rarer than an honest voter's false alarm (2 · 0.5^10), and
 * all of them take somebody who looks about three minutes. Whoever throws a cookie away after fewer has changed nothing.
 */
export const LEAST_DECIDED = 10;

/**
 * A voter is seasoned who has decided so many matchups, the first of them a week before the newest of all: all others together
 * weigh little beside such (`weights.ts`). The week needs no coming back. It is for whoever looks after the arena, and for the tests:
 * no crowd moves anything far before somebody can have seen it.
 */
export const SEASONED = { decided: 20, days: 7 } as const;

/** What is published of a voter. */
export interface Decided {
  /** How many matchups. */
  readonly count: number;
  /** When the first one was, in milliseconds. */
  readonly first: number;
}

/** What is said of a voter where the newest of all decided matchups is of that moment. */
export function standingOf(own: Decided | undefined, newest: number) {
  const { count = 0, first = newest } = own ?? {};
  return {
    held: count < LEAST_DECIDED,
    seasoned: count >= SEASONED.decided && newest - first >= SEASONED.days * 86_400_000,
  };
}

/** The same votes, each with whether it is held back now, and whether its voter is seasoned. */
export function withStandings(votes: readonly ArenaVote[]): ArenaVote[] {
  const decided = new Map<string, Decided>();
  let newest = -Infinity;
  for (const { voter, question, at } of votes) {
    // The answer to OVERALL decides a matchup, and is given once.
    if (question !== 'OVERALL') continue;
    const time = Date.parse(at);
    const { count = 0, first = time } = decided.get(voter) ?? {};
    decided.set(voter, { count: count + 1, first: Math.min(first, time) });
    newest = Math.max(newest, time);
  }
  return votes.map((vote) => ({ ...vote, ...standingOf(decided.get(vote.voter), newest) }));
}

/** Whether a vote makes rankings: it is neither set aside nor held back. */
export function isCounted({ quarantined, held }: ArenaVote): boolean {
  return !quarantined && !held;
}
