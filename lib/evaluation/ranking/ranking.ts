import { cell } from './cell';
import { at } from '@/lib/at';
import { Matrix } from 'ml-matrix';
import { clusteredCovariance, REACH, sandwiched } from './covariance';
import { differenceError, rankIntervals, simultaneousReach } from './intervals';
import { isEnough, modelCounts, type ModelCounts, type Threshold } from './counts';
import { OWN_THRESHOLD, PRIOR, THRESHOLD, type Prior } from './prior';
import { fitStrengths, largestIsland, type TieRule } from './strengths';
import {
  inversePropensities,
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
  /** What is believed beforehand, by default `PRIOR`; null for the likelihood's own maximum. */
  readonly prior?: Prior | null;
  /** What a model needs for a rating, by default `THRESHOLD`, or `OWN_THRESHOLD` of one person's votes. */
  readonly least?: Threshold;
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
  /** Models without a rating: they have too few votes (`THRESHOLD`), or none that connect them to the others. */
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

/** A covariance of the values at `kept`, each less the mean of them all. */
function centred(matrix: Matrix, kept: readonly number[]): Matrix {
  const own = matrix.selection([...kept], [...kept]);
  const away = Matrix.eye(kept.length, kept.length).sub(1 / kept.length);
  return sandwiched(away, own);
}

/** Strengths that sum to 0, with their covariances. */
interface Rated {
  readonly counts: readonly ModelCounts[];
  readonly theta: readonly number[];
  readonly covariances: readonly Matrix[];
}

/** Places and ratings, best first, and how far each is from the next one. */
function placed({ counts, theta, covariances }: Rated, size: number) {
  const criticalValue = simultaneousReach(covariances);
  const ranks = rankIntervals(theta, covariances, criticalValue);
  const order = theta.map((_, i) => i).sort((i, j) => at(theta, j) - at(theta, i));
  const models = order.map((i): RankedModel => {
    const rating = MIDDLE + POINTS * at(theta, i);
    const margin = POINTS * REACH * Math.sqrt(Math.max(...covariances.map((own) => own.get(i, i))));
    const known = Number.isFinite(margin);
    const { best, worst } = at(ranks, i);
    const { model, votes, bothBad } = at(counts, i);
    return {
      model,
      rating,
      low: known ? rating - margin : null,
      high: known ? rating + margin : null,
      bestRank: best,
      worstRank: worst,
      votes,
      bothBad: bothBad / votes,
    };
  });
  const votesToSeparate = order.slice(1).map((j, index) => {
    const i = at(order, index);
    const gap = at(theta, i) - at(theta, j);
    const margin = criticalValue * differenceError(covariances, i, j);
    if (gap > margin) return 0;
    // Standard errors shrink with the square root of the votes.
    const needed = size * ((margin / gap) ** 2 - 1);
    return Number.isFinite(needed) ? Math.ceil(needed) : null;
  });
  return { models, votesToSeparate };
}

/** A ranking of columns: see `rank`. `counts` are the table's, for whoever has them already. */
export function rankTable(
  whole: VoteTable,
  options: RankingOptions = {},
  counts: readonly ModelCounts[] = modelCounts(whole),
): Ranking {
  const { ties = 'davidson', reweighted = false, personal = false } = options;
  const { prior = PRIOR, least = personal ? OWN_THRESHOLD : THRESHOLD } = options;
  const about = {
    ties,
    reweighted,
    votes: whole.size,
    voters: whole.voters,
    prompts: whole.prompts,
  };
  const island = largestIsland(tally(whole));
  const rated = island.filter((model) => isEnough(at(counts, model), least));
  if (rated.length < 2) {
    return { ...about, models: [], unranked: whole.models, nu: null, votesToSeparate: [] };
  }
  // Models with too few votes for a rating still say something of the others.
  const table = restrict(whole, island);
  const shown = reweighted ? inversePropensities(table) : undefined;
  const weights = table.weight.map((own, i) => own * (shown ? cell(shown, i) : 1));
  const fit = fitStrengths(tally(table, weights), ties, prior);
  const byPrompt = clusteredCovariance(table, fit, table.prompt, table.prompts, weights);
  const covariances = personal
    ? [byPrompt]
    : [clusteredCovariance(table, fit, table.voter, table.voters, weights), byPrompt];
  const places = rated.map((model) => island.indexOf(model));
  const strengths = places.map((place) => at(fit.theta, place));
  const mean = strengths.reduce((sum, strength) => sum + strength, 0) / strengths.length;
  const found = placed(
    {
      counts: rated.map((model) => at(counts, model)),
      theta: strengths.map((strength) => strength - mean),
      covariances: covariances.map((own) => centred(own, places)),
    },
    table.size,
  );
  const names = new Set(rated.map((model) => at(whole.models, model)));
  // In the order of the schema that reads what was stored: the same bytes.
  return {
    ...about,
    models: found.models,
    unranked: whole.models.filter((model) => !names.has(model)),
    nu: ties === 'davidson' ? (fit.fitsTies ? Math.exp(fit.eta) : 0) : null,
    votesToSeparate: found.votesToSeparate,
  };
}

/**
 * Strengths of the largest posterior density under a weak prior (`PRIOR`), by Davidson's model unless asked otherwise, with
 * 95 % intervals whose
 * covariance is clustered by voter and by prompt (the larger counts), and rank intervals that hold
 * for all models at once. Votes of both-bad say nothing about which is better; they are counted apart.
 * A pure function: the same votes in any order give the same numbers.
 */
export function rank(votes: readonly Vote[], options: RankingOptions = {}): Ranking {
  return rankTable(voteTable(votes), options);
}
