import { cell } from './cell';
import { at } from '@/lib/at';
import { clusteredCovariance } from './covariance';
import { differenceError, rankIntervals, reach, simultaneousReach } from './intervals';
import { comparable, fitStrengths, type TieRule } from './strengths';
import {
  inversePropensities,
  OUTCOMES,
  selectRows,
  tally,
  voteTable,
  type Vote,
  type VoteTable,
} from './votes';

/** Ratings are 1000 on average, and 400 points are odds of ten to one, as in chess. */
const POINTS = 400 / Math.LN10;
const MIDDLE = 1000;

export interface RankingOptions {
  readonly ties?: TieRule;
  /** Weigh each vote by how rarely its pair was shown. */
  readonly reweighted?: boolean;
  /** The votes are one person's, and the ranking is theirs: intervals come from the prompts alone. */
  readonly personal?: boolean;
}

/** One model's place. */
export interface RankedModel {
  readonly model: string;
  readonly rating: number;
  /** Ends of the rating's 95 % interval; null from a single voter or prompt. */
  readonly low: number | null;
  readonly high: number | null;
  /** The best and worst rank that all votes together allow, 95 % for all models at once. */
  readonly bestRank: number;
  readonly worstRank: number;
  readonly votes: number;
  /** Share of its votes in which both pictures were bad. */
  readonly bothBad: number;
}

export interface Ranking {
  readonly ties: TieRule;
  readonly reweighted: boolean;
  readonly votes: number;
  readonly voters: number;
  readonly prompts: number;
  /** Best first. */
  readonly models: readonly RankedModel[];
  /** Models without a rating: nobody of the others has beaten, or lost to, them yet. */
  readonly unranked: readonly string[];
  /** Davidson's ν: how likely two equals tie, as odds; null where ties are half wins. */
  readonly nu: number | null;
  /**
   * About how many more votes it takes to tell each model from the next one, if nothing else
   * changes; 0 when they are told apart, null when they seem equal. One less than `models`.
   */
  readonly votesToSeparate: readonly (number | null)[];
}

/** The rows of `table` whose models are both in `kept`, with models numbered anew. */
function restrict(table: VoteTable, kept: readonly number[]): VoteTable {
  if (kept.length === table.models.length) return table;
  const place = new Map(kept.map((model, index) => [model, index]));
  const rows: number[] = [];
  for (let i = 0; i < table.size; i += 1) {
    if (place.has(cell(table.first, i)) && place.has(cell(table.second, i))) rows.push(i);
  }
  const selected = selectRows(table, rows);
  return {
    ...selected,
    models: kept.map((model) => at(table.models, model)),
    first: selected.first.map((model) => place.get(model) ?? 0),
    second: selected.second.map((model) => place.get(model) ?? 0),
  };
}

/** Share of each model's votes in which both were bad, and how many votes it has. */
function exposure(table: VoteTable) {
  const votes = new Float64Array(table.models.length);
  const bad = new Float64Array(table.models.length);
  const bothBad = OUTCOMES.indexOf('BOTH_BAD');
  for (let i = 0; i < table.size; i += 1) {
    for (const model of [cell(table.first, i), cell(table.second, i)]) {
      votes[model] = cell(votes, model) + 1;
      if (table.outcome[i] === bothBad) bad[model] = cell(bad, model) + 1;
    }
  }
  return { votes, bad };
}

/** A ranking of columns: see `rank`. */
export function rankTable(whole: VoteTable, options: RankingOptions = {}): Ranking {
  const { ties = 'davidson', reweighted = false, personal = false } = options;
  const kept = comparable(tally(whole), ties);
  const alone = kept.length < 2;
  const table = restrict(whole, alone ? [] : kept);
  const unranked = whole.models.filter((model) => !table.models.includes(model));
  const about = {
    ties,
    reweighted,
    votes: whole.size,
    voters: whole.voters,
    prompts: whole.prompts,
  };
  if (alone) return { ...about, models: [], unranked, nu: null, votesToSeparate: [] };

  const weights = reweighted ? inversePropensities(table) : undefined;
  const fit = fitStrengths(tally(table, weights), ties);
  const byPrompt = clusteredCovariance(table, fit, table.prompt, table.prompts, weights);
  const covariances = personal
    ? [byPrompt]
    : [clusteredCovariance(table, fit, table.voter, table.voters, weights), byPrompt];
  const criticalValue = simultaneousReach(covariances);
  const ranks = rankIntervals(fit.theta, covariances, criticalValue);
  const { votes, bad } = exposure(table);
  const order = fit.theta.map((_, i) => i).sort((i, j) => at(fit.theta, j) - at(fit.theta, i));
  const models = order.map((i): RankedModel => {
    const rating = MIDDLE + POINTS * at(fit.theta, i);
    const margins = covariances.map(
      ({ matrix, clusters }) => reach(clusters) * Math.sqrt(matrix.get(i, i)),
    );
    const margin = POINTS * Math.max(...margins);
    const known = Number.isFinite(margin);
    return {
      model: at(table.models, i),
      rating,
      low: known ? rating - margin : null,
      high: known ? rating + margin : null,
      bestRank: ranks[i]?.best ?? 1,
      worstRank: ranks[i]?.worst ?? kept.length,
      votes: at(votes, i),
      bothBad: at(bad, i) / (votes[i] || 1),
    };
  });
  const votesToSeparate = order.slice(1).map((j, index) => {
    const i = at(order, index);
    const gap = at(fit.theta, i) - at(fit.theta, j);
    const margin = criticalValue * differenceError(covariances, i, j);
    if (gap > margin) return 0;
    // Standard errors shrink with the square root of the votes.
    const needed = table.size * ((margin / gap) ** 2 - 1);
    return Number.isFinite(needed) ? Math.ceil(needed) : null;
  });
  return {
    ...about,
    models,
    unranked,
    nu: ties === 'davidson' ? (fit.fitsTies ? Math.exp(fit.eta) : 0) : null,
    votesToSeparate,
  };
}

/**
 * Strengths by maximum likelihood, Davidson's model unless asked otherwise, with 95 % intervals whose
 * covariance is clustered by voter and by prompt (the larger counts), and rank intervals that hold
 * for all models at once. Votes of both-bad say nothing about which is better; they are counted apart.
 * A pure function: the same votes in any order give the same numbers.
 */
export function rank(votes: readonly Vote[], options: RankingOptions = {}): Ranking {
  return rankTable(voteTable(votes), options);
}
