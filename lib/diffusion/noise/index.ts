import { sizeOf, tensor, type Tensor } from '../tensor';
import { CpuGenerator } from './cpu';
import { PhiloxGenerator } from './philox';

/** Where initial latents come from. The table drives the form, the validation and the sampler. */
export const NOISE_SOURCES = {
  cpu: { title: "PyTorch's CPU generator", make: (seed: bigint) => new CpuGenerator(seed) },
  philox: { title: "PyTorch's CUDA generator", make: (seed: bigint) => new PhiloxGenerator(seed) },
} as const;

export type NoiseSource = keyof typeof NOISE_SOURCES;

/** A stream of standard normal numbers, as successive calls of `torch.randn` give them. */
export function noiseStream(source: NoiseSource, seed: bigint) {
  const generator = NOISE_SOURCES[source].make(seed);
  return (dims: readonly number[]): Tensor => tensor(generator.normal(sizeOf(dims)), dims);
}

/** Standard normal tensor of shape `dims`, the one `torch.randn` gives right after seeding. */
export function randn(source: NoiseSource, seed: bigint, dims: readonly number[]): Tensor {
  return noiseStream(source, seed)(dims);
}
