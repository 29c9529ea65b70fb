import { at } from '@/lib/at';
import type { ArenaVote } from './arena-votes';

/** A pair of models on which others said less than this tells nothing about anybody. */
export const LEAST_HISTORY = 10;

/** Losses, ties and wins of a model against another. */
export type History = readonly [number, number, number];

/** Histories by `placeOf`. */
export type Histories = Map<string, History>;

/** A loss, a tie or a win. */
export type Grade = 0 | 1 | 2;

/** Under which name the history of a model against another is kept. */
export function placeOf(base: string, model: string, other: string): string {
  return `${base} ${model} ${other}`;
}

/** What `all` have said without what some of them have; nothing where nothing is known. */
export function minus(all: History = [0, 0, 0], some: History = [0, 0, 0]): History {
  return [all[0] - some[0], all[1] - some[1], all[2] - some[2]];
}

/** Adds some to others. */
export function plus(sum: Histories, some: ReadonlyMap<string, History> = new Map()): void {
  for (const [place, [losses, ties, wins]] of some) {
    const [l, t, w] = sum.get(place) ?? [0, 0, 0];
    sum.set(place, [l + losses, t + ties, w + wins]);
  }
}

/** How often the two have met. */
export function totalOf([losses, ties, wins]: History): number {
  return losses + ties + wins;
}

/** 0, 1 or 2 for a loss, a tie or a win of `model`; undefined where the vote says neither. */
export function gradeOf({ first, outcome }: ArenaVote, model: string): Grade | undefined {
  if (outcome === 'BOTH_BAD') return undefined;
  if (outcome === 'TIE') return 1;
  return (outcome === 'FIRST') === (first === model) ? 2 : 0;
}

/** One vote on a model: by how much it was better than expected, and the variance of that. */
export interface Surprise {
  readonly excess: number;
  readonly variance: number;
}

/**
 * How often each model lost to, tied with, and beat each other one; each vote counts as much as its voter's weight, and not
 * at all where they have none.
 */
export function histories(
  votes: Iterable<ArenaVote>,
  weights: ReadonlyMap<string, number>,
): Histories {
  const counts = new Map<string, [number, number, number]>();
  for (const vote of votes) {
    const weight = weights.get(vote.voter);
    if (weight === undefined) continue;
    for (const [model, other] of [
      [vote.first, vote.second],
      [vote.second, vote.first],
    ] as const) {
      const grade = gradeOf(vote, model);
      if (grade === undefined) continue;
      const key = placeOf(vote.base, model, other);
      const row = counts.get(key) ?? [0, 0, 0];
      row[grade] += weight;
      counts.set(key, row);
    }
  }
  return counts;
}

/** How a vote compares with what others said of the same pair, each answer counted once more. */
export function surpriseOf([losses, ties, wins]: History, grade: Grade): Surprise {
  const total = losses + ties + wins + 3;
  const mean = (wins + 1 + (ties + 1) / 2) / total;
  const square = (wins + 1 + (ties + 1) / 4) / total;
  return { excess: grade / 2 - mean, variance: square - mean ** 2 };
}

/** What somebody who pushes a model up answers: loss, tie and win of it. */
const PUSHED = [0.04, 0.06, 0.9] as const;

/** How much more likely an answer is of somebody who pushes the model than of the others: the ratio's logarithm. */
export function evidence(history: History, grade: Grade, up: boolean): number {
  const expected = (at(history, grade) + 1) / (totalOf(history) + 3);
  return Math.log(at(PUSHED, up ? grade : 2 - grade) / expected);
}
