import type { Combine } from './combine';
import { zipWith } from './tensor';

/** β of the paper: each step takes back half of where the ones before it pulled. */
const MOMENTUM = -0.5;
/** r of the paper for Stable Diffusion 2.1, whose latents are 4 × 64 × 64 numbers; it grows with the root of how many. */
const THRESHOLD = 7.5 / Math.sqrt(4 * 64 * 64);

const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);

/**
 * Adaptive projected guidance (arXiv 2410.02416): of the difference that guidance adds, averaged with reverse momentum and
 * never longer than r, only what stands square to the prediction. The rest of it is what burns colours at high scales.
 */
export function apg(): Combine {
  let average: Float32Array | undefined;
  return (unconditional, conditional, scale) => {
    const difference = zipWith(conditional, unconditional, (c, u) => c - u);
    average = average
      ? zipWith(difference, average, (now, before) => now + MOMENTUM * before)
      : difference;
    const length = Math.sqrt(dot(average, average));
    const kept = Math.min(1, (THRESHOLD * Math.sqrt(average.length)) / length);
    const along = dot(average, conditional) / dot(conditional, conditional);
    // Without the part along the prediction; a difference of nothing stays nothing.
    const square = zipWith(average, conditional, (d, c) =>
      length > 0 ? kept * (d - along * c) : 0,
    );
    return zipWith(conditional, square, (c, s) => c + (scale - 1) * s);
  };
}
