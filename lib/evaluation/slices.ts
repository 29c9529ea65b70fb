import type { ArenaVote } from './arena-votes';

/** Whose votes: everybody's, those of voters who have decided enough, or of those who have signed in. */
export const VOTER_GROUPS = ['ALL', 'SEASONED', 'VERIFIED'] as const;
export type VoterGroup = (typeof VOTER_GROUPS)[number];

/** Which votes a ranking is made of. */
export interface Slice {
  readonly base: string;
  /** A category, or ALL. */
  readonly category: string;
  readonly question: ArenaVote['question'];
  /** What was painted, or ALL. */
  readonly form: ArenaVote['form'] | 'ALL';
  readonly voters: VoterGroup;
}

/** A slice as stored rankings are named: the same text for the same slice. */
export function sliceKey({ base, category, question, form, voters }: Slice): string {
  // Without what was not there when the first ones were kept.
  return JSON.stringify({ base, category, question, form, ...(voters !== 'ALL' && { voters }) });
}

function placeOf({ base, category, question, form, voters }: Slice): string {
  return [base, category, question, form, voters].join(' ');
}

/** The groups that a vote is one of. */
function groupsOf({ seasoned, verified }: ArenaVote): VoterGroup[] {
  const is = { ALL: true, SEASONED: seasoned, VERIFIED: verified };
  return VOTER_GROUPS.filter((group) => is[group]);
}

/** Slices, or rankings of them, in the order of the leaderboard. */
export function inOrder<T extends Slice>(slices: readonly T[]): T[] {
  return [...slices].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function byId(votes: readonly ArenaVote[]): ArenaVote[] {
  return [...votes].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The sampled votes in `slice`, those that are set aside among them, in the order of their ids. */
export function inSlice(votes: readonly ArenaVote[], slice: Slice): ArenaVote[] {
  const { base, category, question, form, voters } = slice;
  return byId(
    votes.filter(
      (vote) =>
        vote.kind === 'SAMPLED' &&
        vote.question === question &&
        vote.base === base &&
        (category === 'ALL' || vote.category === category) &&
        (form === 'ALL' || vote.form === form) &&
        groupsOf(vote).includes(voters),
    ),
  );
}

/** A slice with its sampled votes, those that are set aside among them, in the order of their ids. */
export interface SliceVotes extends Slice {
  readonly votes: ArenaVote[];
}

/** Sorts votes into slices, as they come in the order of their ids. */
export class Slices {
  readonly #slices = new Map<string, SliceVotes>();
  readonly #alike = new Map<string, SliceVotes[]>();

  /** The slices that the vote is added to; none unless it is sampled. */
  add(vote: ArenaVote): readonly SliceVotes[] {
    if (vote.kind !== 'SAMPLED') return [];
    const { base, category, question, form, seasoned, verified } = vote;
    const key = [base, category, question, form, seasoned, verified].join(' ');
    const slices = this.#alike.get(key) ?? this.#slicesOf(vote);
    this.#alike.set(key, slices);
    for (const { votes } of slices) votes.push(vote);
    return slices;
  }

  #slicesOf(vote: ArenaVote): SliceVotes[] {
    const { base, question } = vote;
    return ['ALL', vote.category].flatMap((category) =>
      (['ALL', vote.form] as const).flatMap((form) =>
        groupsOf(vote).map((voters) => {
          const slice = { base, category, question, form, voters };
          const place = placeOf(slice);
          const found = this.#slices.get(place) ?? { ...slice, votes: [] };
          this.#slices.set(place, found);
          return found;
        }),
      ),
    );
  }

  /** Every slice in which there are votes, in the order of the leaderboard. */
  all(): SliceVotes[] {
    return inOrder([...this.#slices.values()]);
  }
}

/** Every slice in which there are votes, in the order of the leaderboard; the votes come in any order. */
export function slicesOf(votes: readonly ArenaVote[]): SliceVotes[] {
  const slices = new Slices();
  for (const vote of byId(votes)) slices.add(vote);
  return slices.all();
}
