import { clusteredShare, type Group } from '../clustered-share';
import { at } from '@/lib/at';
import { cell } from './cell';
import { OUTCOMES, type VoteTable } from './votes';

/** What was said of one model, whether it has a rating or not. */
export interface ModelCounts {
  readonly model: string;
  readonly votes: number;
  /** Votes that said which of the two is better. */
  readonly decisive: number;
  /** Those of them that it won. */
  readonly won: number;
  readonly ties: number;
  readonly bothBad: number;
  /** Who gave its decisive votes. */
  readonly voters: number;
  /** Its share of the decisive votes, by their weights; null while there are none. */
  readonly share: number | null;
  /** Ends of the share's 95 % interval; null from a single voter or prompt. */
  readonly shareLow: number | null;
  readonly shareHigh: number | null;
}

/** The wider of the intervals where votes of one voter, or of one prompt, are alike. */
function widest(groupings: readonly (readonly Group[])[]) {
  const shares = groupings.map((groups) => clusteredShare(groups));
  const lows = shares.flatMap((own) => own?.low ?? []);
  const highs = shares.flatMap((own) => own?.high ?? []);
  if (lows.length < groupings.length) return { shareLow: null, shareHigh: null };
  return { shareLow: Math.min(...lows), shareHigh: Math.max(...highs) };
}

class Counting {
  votes = 0;
  decisive = 0;
  won = 0;
  ties = 0;
  bothBad = 0;
  weight = 0;
  weightWon = 0;
  readonly byVoter = new Map<number, { asked: number; right: number }>();
  readonly byPrompt = new Map<number, { asked: number; right: number }>();

  decided(won: boolean, weight: number, voter: number, prompt: number) {
    this.decisive += 1;
    this.weight += weight;
    if (won) {
      this.won += 1;
      this.weightWon += weight;
    }
    for (const [groups, key] of [
      [this.byVoter, voter],
      [this.byPrompt, prompt],
    ] as const) {
      const group = groups.get(key) ?? { asked: 0, right: 0 };
      group.asked += weight;
      if (won) group.right += weight;
      groups.set(key, group);
    }
  }
}

/** What a model needs for a rating. */
export interface Threshold {
  readonly decisive: number;
  readonly voters: number;
}

/** Whether there are enough votes for a rating. */
export function isEnough(of: ModelCounts, least: Threshold): boolean {
  return of.decisive >= least.decisive && of.voters >= least.voters;
}

/** What was said of each model of `table`, in its order. */
export function modelCounts(table: VoteTable): ModelCounts[] {
  const counting = table.models.map(() => new Counting());
  for (let i = 0; i < table.size; i += 1) {
    const outcome = OUTCOMES[cell(table.outcome, i)];
    const sides = [cell(table.first, i), cell(table.second, i)] as const;
    for (const [side, model] of sides.entries()) {
      const own = counting[model];
      if (!own) continue;
      own.votes += 1;
      if (outcome === 'TIE') own.ties += 1;
      else if (outcome === 'BOTH_BAD') own.bothBad += 1;
      else {
        const won = (outcome === 'FIRST') === (side === 0);
        own.decided(won, cell(table.weight, i), cell(table.voter, i), cell(table.prompt, i));
      }
    }
  }
  return counting.map((own, index) => ({
    model: at(table.models, index),
    votes: own.votes,
    decisive: own.decisive,
    won: own.won,
    ties: own.ties,
    bothBad: own.bothBad,
    voters: own.byVoter.size,
    share: own.weight > 0 ? own.weightWon / own.weight : null,
    ...widest([[...own.byVoter.values()], [...own.byPrompt.values()]]),
  }));
}
