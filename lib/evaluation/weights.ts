import type { ArenaVote } from './arena-votes';

/** What one voter says of a slice weighs as much as so many votes at most. */
export const MOST_OF_ONE = 100;

/** All voters together who are not seasoned weigh so much beside those who are at most. */
export const SHARE_OF_YOUNG = 0.1;

/** Beside fewer seasoned voters every vote counts alike: somebody must be the first. */
export const ENOUGH_SEASONED = 10;

/**
 * How much each of a voter's votes counts, by voter, from all votes of a slice that count. Whatever number of identities
 * somebody throws away, and however often one of them votes, what that moves is bounded by what seasoned voters said.
 */
export function weightsOf(
  votes: Iterable<Pick<ArenaVote, 'voter' | 'seasoned'>>,
): Map<string, number> {
  const voters = new Map<string, { readonly seasoned: boolean; votes: number }>();
  for (const { voter, seasoned } of votes) {
    const own = voters.get(voter) ?? { seasoned, votes: 0 };
    own.votes += 1;
    voters.set(voter, own);
  }
  const sum = { seasoned: 0, young: 0 };
  let seasonedVoters = 0;
  for (const { seasoned, votes: given } of voters.values()) {
    sum[seasoned ? 'seasoned' : 'young'] += Math.min(given, MOST_OF_ONE);
    if (seasoned) seasonedVoters += 1;
  }
  const share =
    seasonedVoters < ENOUGH_SEASONED ? 1 : Math.min(1, (SHARE_OF_YOUNG * sum.seasoned) / sum.young);
  return new Map(
    [...voters].map(([voter, { seasoned, votes: given }]) => [
      voter,
      Math.min(1, MOST_OF_ONE / given) * (seasoned ? 1 : share),
    ]),
  );
}
