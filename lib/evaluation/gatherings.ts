import type { ArenaVote } from './arena-votes';

/** Whoever has given so many answers is tested well enough alone. */
const YOUNG = 100;

const HOUR_MS = 3_600_000;

/** How long those who act together may take to come. Two windows overlap by half, so that no border hides anybody. */
const WINDOWS = [
  { name: 'an hour', ms: HOUR_MS },
  { name: 'a day', ms: 24 * HOUR_MS },
  { name: 'a week', ms: 7 * 24 * HOUR_MS },
  { name: 'four weeks', ms: 28 * 24 * HOUR_MS },
] as const;

/** Fewer are no group. */
const LEAST = { votes: 12, voters: 3 };

/** Where each voter came from, by names that say nothing: those of one network, or of one kind of browser, share a name. */
export type Origins = ReadonlyMap<string, readonly string[]>;

/** A voter's votes, in their order. */
export interface VoterVotes {
  readonly voter: string;
  readonly begun: number;
  readonly votes: readonly ArenaVote[];
}

/** Newcomers who may have come by agreement. */
export interface Gathering {
  /** In words, for people. */
  readonly who: string;
  /** What gathered them: a length of time, or their origin. */
  readonly kind: string;
  /** When the first of them may have come. */
  readonly from: number;
  readonly voters: readonly VoterVotes[];
}

/** Votes by voter, who began first first. */
export function byVoter(votes: readonly ArenaVote[]): VoterVotes[] {
  const lists = new Map<string, ArenaVote[]>();
  for (const vote of votes) {
    const list = lists.get(vote.voter);
    if (list) list.push(vote);
    else lists.set(vote.voter, [vote]);
  }
  return [...lists]
    .map(([voter, own]) => ({
      voter,
      begun: own.reduce((first, { at }) => Math.min(first, Date.parse(at)), Infinity),
      votes: own,
    }))
    .sort((a, b) => a.begun - b.begun || (a.voter < b.voter ? -1 : 1));
}

function grouped<K>(voters: readonly VoterVotes[], keysOf: (one: VoterVotes) => readonly K[]) {
  const groups = new Map<K, VoterVotes[]>();
  for (const one of voters) {
    for (const key of keysOf(one)) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  }
  return [...groups];
}

/** Those who came within the same time. */
function ofOneTime(voters: readonly VoterVotes[]): Gathering[] {
  return WINDOWS.flatMap(({ name, ms }) => {
    const halfOf = ({ begun }: VoterVotes) => Math.floor(begun / (ms / 2));
    return grouped(voters, (one) => [halfOf(one) - 1, halfOf(one)]).map(([half, those]) => {
      const from = (half * ms) / 2;
      const who = `newcomers within ${name} from ${new Date(from).toISOString()}`;
      return { who, kind: name, from, voters: those };
    });
  });
}

/** Those who came from the same place. */
function ofOneOrigin(voters: readonly VoterVotes[], origins: Origins): Gathering[] {
  return grouped(voters, ({ voter }) => origins.get(voter) ?? []).map(([, those]) => ({
    who: 'newcomers of one origin',
    kind: 'origin',
    from: Math.min(...those.map(({ begun }) => begun)),
    voters: those,
  }));
}

/** Every group of newcomers that is large enough to be looked at, by when the first of them may have come. */
export function gatherings(voters: readonly VoterVotes[], origins: Origins): Gathering[] {
  const young = voters.filter(({ votes }) => votes.length < YOUNG);
  return [...ofOneTime(young), ...ofOneOrigin(young, origins)]
    .filter(({ voters: those }) => {
      const votes = those.reduce((sum, own) => sum + own.votes.length, 0);
      return those.length >= LEAST.voters && votes >= LEAST.votes;
    })
    .sort((a, b) => a.from - b.from);
}
