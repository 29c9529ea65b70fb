import type { Combine } from './combine';
import { zipWith } from './tensor';

/**
 * CFG-Zero* (arXiv 2503.18886), its optimized scale: the unconditional prediction is first made as long as the conditional
 * one's shadow on it. Its other half, a first step of nothing, is for flows, whose first step goes nowhere; the noise that
 * these bases predict is never nothing.
 */
export const cfgZeroStar: Combine = (unconditional, conditional, scale) => {
  let product = 0;
  let square = 1e-8;
  unconditional.forEach((u, i) => {
    product += u * (conditional[i] ?? Number.NaN);
    square += u * u;
  });
  const share = product / square;
  return zipWith(unconditional, conditional, (u, c) => share * u + scale * (c - share * u));
};
