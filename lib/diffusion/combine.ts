import { zipWith } from './tensor';

/** What one picture's two predictions become together, on the step that it is at. */
export type Combine = (
  unconditional: Float32Array,
  conditional: Float32Array,
  scale: number,
) => Float32Array;

/** Classifier-free guidance (arXiv 2207.12598). */
export const plain: Combine = (unconditional, conditional, scale) =>
  zipWith(unconditional, conditional, (u, c) => u + scale * (c - u));
