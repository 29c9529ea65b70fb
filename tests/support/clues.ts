import { at } from '@/lib/at';

/** Red, green and blue of each pixel. */
export type Rgb = Uint8Array;

/** How far two pictures are from each other. */
export function apart(a: Rgb, b: Rgb): number {
  let sum = 0;
  for (const [i, value] of a.entries()) sum += Math.abs(value - at(b, i));
  return sum / a.length;
}

/** How much each pixel differs from the one before it. */
function sharpness(rgb: Rgb): number {
  let sum = 0;
  for (let i = 3; i < rgb.length; i += 1) sum += Math.abs(at(rgb, i) - at(rgb, i - 3));
  return sum;
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How much a picture looks like ELLA's, by the one beside it and all others of its prompt that were seen. */
type Clue = (own: Rgb, beside: Rgb, others: readonly Rgb[]) => number;

/** What whoever pools the pictures of a prompt can tell ELLA by, if by anything. */
export const CLUES: Readonly<Record<string, Clue>> = {
  'far from all': (own, beside, others) =>
    mean([beside, ...others].map((other) => apart(own, other))),
  'far from other pairs': (own, _beside, others) => mean(others.map((other) => apart(own, other))),
  'near to one of another pair': (own, _beside, others) =>
    -Math.min(...others.map((other) => apart(own, other))),
  sharp: (own) => sharpness(own),
};
