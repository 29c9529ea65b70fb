import { at } from '@/lib/at';
import type { ArenaVote } from './arena-votes';
import { isCounted } from './held';
import { modelCounts, type ModelCounts } from './ranking/counts';
import { leaderFragility, type Fragility } from './ranking/fragility';
import { PRIOR, THRESHOLD } from './ranking/prior';
import { rank, rankTable, type Ranking, type RankingOptions } from './ranking/ranking';
import { count, voteTable, type Vote } from './ranking/votes';
import { inSlice, slicesOf, type Slice, type SliceVotes } from './slices';
import { weightsOf } from './weights';

/** How the two models of a pair fared against each other. */
export interface PairResult {
  readonly first: string;
  readonly second: string;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly bothBad: number;
}

export interface SliceRanking extends Slice {
  readonly ranking: Ranking;
  /** What was set aside, and the ranking with it; null where nothing was. */
  readonly setAside: {
    readonly votes: number;
    readonly voters: number;
    readonly rankingWithIt: Ranking;
  } | null;
  /** What is not counted yet, of voters who have decided too little; null where there is none. */
  readonly held: { readonly votes: number; readonly voters: number } | null;
  readonly pairs: readonly PairResult[];
  /** What was said of every model, whether it has a rating or not; none in rankings of before this was kept. */
  readonly counts: readonly ModelCounts[];
  /** As if every pair had been shown equally often: votes weigh 1/propensity. Null if never computed. */
  readonly reweighted: Ranking | null;
  /** How few votes carry the first place; null when no such few were found. */
  readonly fragility: SliceFragility | null;
}

/** How few votes carry the first place, and which. */
export interface SliceFragility extends Omit<Fragility, 'rows'> {
  readonly votes: number;
  /** Those that matter most first, at most `MOST_NAMED` of them; ids as in the export. */
  readonly which: readonly { readonly id: string; readonly matchup: string }[];
}

/**
 * Which way of ranking this is: whoever changes what comes of the same votes raises it, so that what was
 * stored before is ranked anew.
 */
export const RANKING_VERSION = 5;

/** Beyond so many votes the search for the few that matter takes too long. */
const MOST_FOR_FRAGILITY = 50_000;
const MOST_NAMED = 20;

function asVotes(votes: readonly ArenaVote[]): Vote[] {
  const weights = weightsOf(votes);
  return votes.map(({ first, second, outcome, voter, prompt, propensity }) => ({
    first,
    second,
    outcome,
    voter,
    prompt,
    propensity: propensity ?? 1,
    weight: weights.get(voter) ?? 1,
  }));
}

function sizeOf(votes: readonly ArenaVote[]) {
  return { votes: votes.length, voters: new Set(votes.map(({ voter }) => voter)).size };
}

/** The ranking of a slice that is given with its votes: see `rankSlice`. */
export function rankVotes(of: SliceVotes, options: RankingOptions = {}): SliceRanking {
  const { base, category, question, form, voters, votes: all } = of;
  const counted = all.filter(isCounted);
  const aside = all.filter(({ quarantined, held }) => quarantined && !held);
  const setAside = aside.length > 0 && {
    ...sizeOf(aside),
    rankingWithIt: rank(asVotes(all.filter(({ held }) => !held)), options),
  };
  const waiting = all.filter(({ held }) => held);
  const table = voteTable(asVotes(counted));
  const counts = modelCounts(table);
  const ranking = rankTable(table, options, counts);
  const { wins, ties, bothBad } = count(table);
  const pairs: PairResult[] = [];
  table.models.forEach((first, i) => {
    table.models.slice(i + 1).forEach((second, offset) => {
      const j = i + 1 + offset;
      const pair = {
        first,
        second,
        wins: at(at(wins, i), j),
        losses: at(at(wins, j), i),
        ties: at(at(ties, i), j),
        bothBad: at(at(bothBad, i), j),
      };
      if (pair.wins + pair.losses + pair.ties + pair.bothBad > 0) pairs.push(pair);
    });
  });
  const askable = ranking.unranked.length === 0 && ranking.models.length > 1;
  const few = askable && table.size <= MOST_FOR_FRAGILITY ? leaderFragility(table) : null;
  const fragility = few && {
    leader: few.leader,
    rival: few.rival,
    votes: few.rows.length,
    which: few.rows.slice(0, MOST_NAMED).flatMap((row) => {
      const vote = counted[row];
      return vote ? [{ id: vote.id, matchup: vote.matchup }] : [];
    }),
  };
  const reweighted = rankTable(table, { ...options, reweighted: true }, counts);
  const slice = { base, category, question, form, voters };
  return {
    ...slice,
    ranking,
    setAside: setAside || null,
    held: waiting.length > 0 ? sizeOf(waiting) : null,
    pairs,
    counts,
    reweighted,
    fragility,
  };
}

/**
 * The ranking of one slice with its pairwise counts, without the votes that are set aside or held back.
 * A pure function of the votes, in any order.
 */
export function rankSlice(
  votes: readonly ArenaVote[],
  slice: Slice,
  options: RankingOptions = {},
): SliceRanking {
  return rankVotes({ ...slice, votes: inSlice(votes, slice) }, options);
}

/** All rankings of `votes`. */
export function leaderboard(votes: readonly ArenaVote[]): SliceRanking[] {
  return slicesOf(votes).map((slice) => rankVotes(slice));
}

const DIGITS = 6;

/**
 * The leaderboard as text: the same bytes for the same votes, on any machine. Numbers have six decimals,
 * since the last bits of logarithms differ between processors.
 */
export function leaderboardJson(rankings: readonly SliceRanking[]): string {
  const rounded = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(DIGITS)) : value;
  return `${JSON.stringify({ prior: PRIOR, threshold: THRESHOLD, rankings }, rounded, 1)}\n`;
}
