import { at } from '@/lib/at';
import { sizeOf, tensor, zipWith, type Tensor } from './tensor';

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  // Divided by n − 1, as torch.std is.
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Classifier-free guidance (arXiv 2207.12598): `[2B, …]`, unconditional half first → `[B, …]`.
 * A `rescale` above 0 pulls each result's deviation back to the conditional one's
 * (arXiv 2305.08891, section 3.4).
 */
export function guide(output: Tensor, scale: number, rescale = 0): Tensor {
  const batch = at(output.dims, 0) / 2;
  const dims = [batch, ...output.dims.slice(1)];
  const half = sizeOf(dims);
  const conditional = output.data.subarray(half);
  const unconditional = output.data.subarray(0, half);
  const guided = zipWith(unconditional, conditional, (u, c) => u + scale * (c - u));
  if (rescale > 0) {
    const size = half / batch;
    for (let start = 0; start < half; start += size) {
      const part = guided.subarray(start, start + size);
      const ratio =
        standardDeviation(conditional.subarray(start, start + size)) / standardDeviation(part);
      part.set(part.map((e) => rescale * e * ratio + (1 - rescale) * e));
    }
  }
  return tensor(guided, dims);
}
