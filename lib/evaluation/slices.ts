import type { ArenaVote } from './arena-votes';

/** Which votes a ranking is made of. */
export interface Slice {
  readonly base: string;
  /** A category, or ALL. */
  readonly category: string;
  readonly question: ArenaVote['question'];
  /** What was painted, or ALL. */
  readonly form: ArenaVote['form'] | 'ALL';
}

/** A slice as stored rankings are named: the same text for the same slice. */
export function sliceKey({ base, category, question, form }: Slice): string {
  return JSON.stringify({ base, category, question, form });
}

function placeOf({ base, category, question, form }: Slice): string {
  return [base, category, question, form].join(' ');
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
  const { base, category, question, form } = slice;
  return byId(
    votes.filter(
      (vote) =>
        vote.kind === 'SAMPLED' &&
        vote.question === question &&
        vote.base === base &&
        (category === 'ALL' || vote.category === category) &&
        (form === 'ALL' || vote.form === form),
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
    const key = placeOf(vote);
    const slices = this.#alike.get(key) ?? this.#slicesOf(vote);
    this.#alike.set(key, slices);
    for (const { votes } of slices) votes.push(vote);
    return slices;
  }

  #slicesOf({ base, category, question, form }: ArenaVote): SliceVotes[] {
    return ['ALL', category].flatMap((c) =>
      (['ALL', form] as const).map((f) => {
        const slice = { base, category: c, question, form: f };
        const place = placeOf(slice);
        const found = this.#slices.get(place) ?? { ...slice, votes: [] };
        this.#slices.set(place, found);
        return found;
      }),
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
