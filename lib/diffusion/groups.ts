import { at } from '@/lib/at';
import type { Conditioning } from './conditioning/conditioning';
import { guider, type Guidance } from './guidance';
import { joinRegions } from './regions';
import { concatenate, rows, type Tensor } from './tensor';

/** How pictures share UNet calls. */
export interface Batches {
  /** How many share a call at most, at least 1; by default all. */
  readonly maxBatchSize?: number;
  /** Whether all calls are equally large: cuDNN plans its convolutions anew whenever that changes. */
  readonly sameBatchSize?: boolean;
}

/** One picture's text states: of the negative prompt, where there is guidance, then of the prompt and its regions. */
export type Halves = readonly Conditioning[];

/** Those of the last half are followed by those of its regions. */
function withRegions(halves: Halves): Halves {
  return [...halves, ...(halves.at(-1)?.regions ?? [])];
}

/**
 * Pictures that share UNet calls: neighbours whose text states have equally many tokens and regions, and not more than
 * memory is for.
 */
interface Group {
  /** Which pictures: from `start`, so many as `size`. */
  readonly start: number;
  readonly size: number;
  /** Text states at a step: the unconditional half first where there is guidance, then the conditional, then its regions. */
  states(index: number): Tensor;
  /** Predictions of the conditional half and its regions, `[(1 + regions) B, …]`, as one, `[B, …]`. */
  join(output: Tensor): Tensor;
  /** What both halves of a prediction become; it may remember the steps before. */
  guide(output: Tensor): Tensor;
}

/**
 * The text states of `pictures`, joined. Methods whose states do not depend on the timestep return
 * the same tensors at each, which are joined once.
 */
function joined(pictures: readonly Halves[]): (index: number) => Tensor {
  const halves = (pictures[0] ?? []).map((_, half) => pictures.map((picture) => picture[half]));
  const parts = halves.flat().filter((part) => part !== undefined);
  let from: readonly Tensor[] = [];
  let states: Tensor | undefined;
  return (index) => {
    const now = parts.map((part) => part.at(index));
    if (!states || now.some((part, i) => part !== from[i])) {
      from = now;
      states = concatenate(now);
    }
    return states;
  };
}

/** How many pictures after each other have equally many tokens, and regions. */
function runsOf(pictures: readonly Halves[]): number[] {
  const kinds = pictures.map(
    (picture) => `${picture[0]?.at(0).dims[1]} ${withRegions(picture).length}`,
  );
  const starts = kinds.flatMap((kind, i) => (i === 0 || kind !== kinds[i - 1] ? [i] : []));
  return starts.map((start, i) => (starts[i + 1] ?? pictures.length) - start);
}

/** The most pictures, at most `most`, that every run can be divided into without rest. */
function commonSize(runs: readonly number[], most: number): number {
  let size = Math.min(most, ...runs);
  while (runs.some((run) => run % size !== 0)) size -= 1;
  return size;
}

/** Joins what the regions of `pictures` are predicted to be, each with its own boxes. */
function joiner(pictures: readonly Halves[]): (output: Tensor) => Tensor {
  const boxes = pictures.map((halves) => halves.at(-1)?.regions?.map(({ box }) => box) ?? []);
  if (boxes.every((own) => own.length === 0)) return (output) => output;
  return (output) => {
    const parts = at(output.dims, 0) / pictures.length;
    const own = boxes.map((of, picture) => {
      const indices = Array.from({ length: parts }, (_, part) => part * pictures.length + picture);
      return joinRegions(concatenate(indices.map((index) => rows(output, index, 1))), of);
    });
    return concatenate(own);
  };
}

/** Divides `pictures` into those that share UNet calls, in their order. */
export function groupsOf(
  pictures: readonly Halves[],
  { maxBatchSize = Infinity, sameBatchSize, ...guidance }: Batches & Guidance,
) {
  const runs = runsOf(pictures);
  const most = sameBatchSize ? commonSize(runs, maxBatchSize) : maxBatchSize;
  const groups: Group[] = [];
  let start = 0;
  for (const run of runs) {
    const end = start + run;
    while (start < end) {
      const size = Math.min(most, end - start);
      const own = pictures.slice(start, start + size);
      groups.push({
        start,
        size,
        states: joined(own.map(withRegions)),
        join: joiner(own),
        guide: guider(guidance),
      });
      start += size;
    }
  }
  return groups;
}
