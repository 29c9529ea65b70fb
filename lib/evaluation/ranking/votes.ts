import { cell } from './cell';

/** What a voter said of two pictures. BOTH_BAD says nothing about which is better. */
export const OUTCOMES = ['FIRST', 'SECOND', 'TIE', 'BOTH_BAD'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One vote on one pair of models. */
export interface Vote {
  readonly first: string;
  readonly second: string;
  readonly outcome: Outcome;
  readonly voter: string;
  readonly prompt: string;
  /** The probability with which this pair was chosen to be shown; 0 < propensity ≤ 1. */
  readonly propensity: number;
  /** How much it counts, 1 where nothing is said; 0 < weight ≤ 1. */
  readonly weight?: number;
}

/** Votes as columns, so that a million of them fit in a few megabytes. Indices are into `models`. */
export interface VoteTable {
  /** By name, sorted, so that the same votes in any order give the same table of models. */
  readonly models: readonly string[];
  readonly size: number;
  readonly first: Uint16Array;
  readonly second: Uint16Array;
  /** An index into OUTCOMES. */
  readonly outcome: Uint8Array;
  readonly voter: Uint32Array;
  readonly voters: number;
  readonly prompt: Uint32Array;
  readonly prompts: number;
  readonly propensity: Float64Array;
  readonly weight: Float64Array;
}

function numberer() {
  const known = new Map<string, number>();
  const numberOf = (name: string) => {
    const found = known.get(name) ?? known.size;
    if (found === known.size) known.set(name, found);
    return found;
  };
  return { numberOf, known };
}

/** The columns of `votes`. Throws RangeError for a propensity or weight that is none, or a model against itself. */
export function voteTable(votes: readonly Vote[]): VoteTable {
  const named = new Set<string>();
  for (const { first, second } of votes) named.add(first).add(second);
  const models = [...named].sort();
  const place = new Map(models.map((name, index) => [name, index]));
  const voters = numberer();
  const prompts = numberer();
  const size = votes.length;
  const first = new Uint16Array(size);
  const second = new Uint16Array(size);
  const outcome = new Uint8Array(size);
  const voter = new Uint32Array(size);
  const prompt = new Uint32Array(size);
  const propensity = new Float64Array(size);
  const weight = new Float64Array(size);
  votes.forEach((vote, i) => {
    if (vote.first === vote.second) throw new RangeError(`${vote.first} cannot meet itself.`);
    if (!(vote.propensity > 0 && vote.propensity <= 1)) {
      throw new RangeError(`A propensity is above 0 and at most 1, and not ${vote.propensity}.`);
    }
    const { weight: own = 1 } = vote;
    if (!(own > 0 && own <= 1)) {
      throw new RangeError(`A weight is above 0 and at most 1, and not ${own}.`);
    }
    first[i] = place.get(vote.first) ?? 0;
    second[i] = place.get(vote.second) ?? 0;
    outcome[i] = OUTCOMES.indexOf(vote.outcome);
    voter[i] = voters.numberOf(vote.voter);
    prompt[i] = prompts.numberOf(vote.prompt);
    propensity[i] = vote.propensity;
    weight[i] = own;
  });
  return {
    models,
    size,
    first,
    second,
    outcome,
    voter,
    prompt,
    propensity,
    weight,
    voters: voters.known.size,
    prompts: prompts.known.size,
  };
}

/** The votes in `rows` only; models, voters and prompts keep their numbers. */
export function selectRows(table: VoteTable, rows: readonly number[]): VoteTable {
  return {
    ...table,
    size: rows.length,
    first: Uint16Array.from(rows, (row) => cell(table.first, row)),
    second: Uint16Array.from(rows, (row) => cell(table.second, row)),
    outcome: Uint8Array.from(rows, (row) => cell(table.outcome, row)),
    voter: Uint32Array.from(rows, (row) => cell(table.voter, row)),
    prompt: Uint32Array.from(rows, (row) => cell(table.prompt, row)),
    propensity: Float64Array.from(rows, (row) => cell(table.propensity, row)),
    weight: Float64Array.from(rows, (row) => cell(table.weight, row)),
  };
}

/** How often `row` was better than, tied with, or as bad as `column`; `[K][K]` each. */
export interface Tally {
  readonly wins: readonly (readonly number[])[];
  readonly ties: readonly (readonly number[])[];
  readonly bothBad: readonly (readonly number[])[];
}

/** The sums of the votes' weights, or of others, by pair and outcome. */
export function tally(table: VoteTable, weights = table.weight): Tally {
  const side = table.models.length;
  const square = () => new Float64Array(side * side);
  const [wins, ties, bothBad] = [square(), square(), square()];
  const add = (sums: Float64Array, row: number, column: number, weight: number) => {
    const place = row * side + column;
    sums[place] = cell(sums, place) + weight;
  };
  for (let i = 0; i < table.size; i += 1) {
    const a = cell(table.first, i);
    const b = cell(table.second, i);
    const weight = cell(weights, i);
    switch (OUTCOMES[cell(table.outcome, i)]) {
      case 'FIRST':
        add(wins, a, b, weight);
        break;
      case 'SECOND':
        add(wins, b, a, weight);
        break;
      case 'TIE':
        add(ties, a, b, weight);
        add(ties, b, a, weight);
        break;
      default:
        add(bothBad, a, b, weight);
        add(bothBad, b, a, weight);
    }
  }
  const rows = (sums: Float64Array) =>
    table.models.map((_, row) => [...sums.subarray(row * side, (row + 1) * side)]);
  return { wins: rows(wins), ties: rows(ties), bothBad: rows(bothBad) };
}

/** How often each outcome was said of each pair: as `tally`, but every vote is one. */
export function count(table: VoteTable): Tally {
  return tally(table, new Float64Array(table.size).fill(1));
}

/** Each vote's 1/propensity, scaled to a mean of 1: what every pair would weigh if shown equally. */
export function inversePropensities({ propensity }: VoteTable): Float64Array {
  const inverse = propensity.map((p) => 1 / p);
  const mean = inverse.reduce((sum, w) => sum + w, 0) / (inverse.length || 1);
  return inverse.map((w) => w / mean);
}
