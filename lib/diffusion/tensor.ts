import { at } from '@/lib/at';

/** A dense float32 tensor, row-major. `dims` may be empty for a scalar. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Product of the dimensions: how many numbers a tensor of this shape holds. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** A tensor around `data`. Throws when `dims` does not multiply to its length. */
export function tensor(data: Float32Array, dims: readonly number[]): Tensor {
  if (sizeOf(dims) !== data.length) {
    throw new RangeError(`${data.length} numbers do not fill the shape [${dims.join(', ')}].`);
  }
  return { data, dims };
}

/** Elementwise `f(a, b)` as a new array; `a` and `b` have equal length. */
export function zipWith(
  a: Float32Array,
  b: Float32Array,
  f: (a: number, b: number) => number,
): Float32Array {
  if (a.length !== b.length) {
    throw new RangeError(`Arrays of ${a.length} and ${b.length} numbers do not pair up.`);
  }
  const out = new Float32Array(a.length);
  for (let i = 0; i < out.length; i += 1) out[i] = f(a[i] ?? Number.NaN, b[i] ?? Number.NaN);
  return out;
}

/** Tensors of equal trailing shape, one after the other along the first axis. */
export function concatenate(parts: readonly Tensor[]): Tensor {
  const rows = parts.reduce((sum, part) => sum + at(part.dims, 0), 0);
  const dims = [rows, ...(parts[0]?.dims.slice(1) ?? [])];
  const data = new Float32Array(sizeOf(dims));
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return tensor(data, dims);
}

/** Rows `start`, … of the first axis, so many as `count`; shares the memory. */
export function rows(source: Tensor, start: number, count: number): Tensor {
  const dims = [count, ...source.dims.slice(1)];
  const size = sizeOf(dims) / count;
  return tensor(source.data.subarray(start * size, (start + count) * size), dims);
}
