import { at } from '@/lib/at';
import type { Tensor } from '@/lib/diffusion/tensor';

/** How near two prompts are in meaning, as the authors of Sarovar judged it: 1 is the nearest. */
type Nearness = 1 | 2 | 3;

interface Pair {
  readonly first: string;
  readonly second: string;
  readonly nearness: Nearness;
}

const GREETING = 'Hello! How are you?';
const ANOTHER_GREETING = 'Hi, How your doing';
const FAREWELL = 'Bye! Mom where are you going';
const THINGS = [
  'White tiger and blue elephant',
  'Horse on the moon',
  'Donkey in Mars',
  'Violet lion and green donkey',
  'Purple cheetah and yellow hippo',
];

/** Two greetings, a question to somebody who leaves, and five things that are neither. */
export const PAIRS: readonly Pair[] = [
  { first: GREETING, second: ANOTHER_GREETING, nearness: 1 },
  ...[GREETING, ANOTHER_GREETING].flatMap((first): Pair[] => [
    { first, second: FAREWELL, nearness: 2 },
    ...THINGS.map((second): Pair => ({ first, second, nearness: 3 })),
  ]),
];

/** Rows of `[1, L, D]`. */
function tokensOf({ data, dims }: Tensor): Float32Array[] {
  const [, length = 0, width = 0] = dims;
  return Array.from({ length }, (_, i) => data.subarray(i * width, (i + 1) * width));
}

function meanWord(states: Tensor): number[] {
  const tokens = tokensOf(states);
  const width = tokens[0]?.length ?? 0;
  return Array.from(
    { length: width },
    (_, j) => tokens.reduce((sum, token) => sum + at(token, j), 0) / tokens.length,
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * at(b, i), 0);
}

/** One minus the cosine of the mean words of two texts' states `[1, L, D]`: 0 for equal texts. */
export function cosineLoss(first: Tensor, second: Tensor): number {
  const [a, b] = [meanWord(first), meanWord(second)];
  return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function logSoftmax(values: Float32Array): number[] {
  const largest = values.reduce((most, x) => Math.max(most, x), -Infinity);
  const total = values.reduce((sum, x) => sum + Math.exp(x - largest), 0);
  return Array.from(values, (x) => x - largest - Math.log(total));
}

/**
 * The distillation loss of SUR's paper (arXiv 2305.05189) between two texts' states `[1, L, D]`:
 * KL(first ‖ second) of the softmax over channels, summed over the tokens.
 */
export function distillationLoss(first: Tensor, second: Tensor): number {
  const others = tokensOf(second).map(logSoftmax);
  return tokensOf(first).reduce((sum, token, i) => {
    const [a, b] = [logSoftmax(token), others[i] ?? []];
    return sum + a.reduce((part, x, j) => part + Math.exp(x) * (x - at(b, j)), 0);
  }, 0);
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/** Spearman's rank correlation, with mean ranks for ties; NaN when a side is all the same. */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  const centred = (values: readonly number[]) => {
    const of = ranks(values);
    return of.map((rank) => rank - (of.length + 1) / 2);
  };
  const [a, b] = [centred(x), centred(y)];
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
