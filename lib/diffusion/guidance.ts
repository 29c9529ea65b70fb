import { at } from '@/lib/at';
import { apg } from './apg';
import { cfgZeroStar } from './cfg-zero-star';
import { plain, type Combine } from './combine';
import { sizeOf, tensor, type Tensor } from './tensor';

/** Ways to guide beside the plain one. Each makes what guides one picture from its first step to its last. */
const MODES = { APG: apg, CFG_ZERO_STAR: () => cfgZeroStar } as const;

type GuidanceMode = keyof typeof MODES;

/** How strongly the prompt is followed, how, and in which part of the steps. */
export interface Guidance {
  readonly guidanceScale: number;
  readonly guidanceRescale: number;
  /** By default plain classifier-free guidance. */
  readonly guidanceMode?: GuidanceMode | null | undefined;
  /** Shares of the steps between which there is guidance; by default from 0 to 1. */
  readonly guidanceFrom?: number | null | undefined;
  readonly guidanceTo?: number | null | undefined;
}

/**
 * Whether step `index` of `steps` is guided (arXiv 2404.07724): outside the interval only the prompt's own half is
 * computed. The interval is counted as diffusers counts it.
 */
export function isGuided(
  { guidanceScale, guidanceFrom, guidanceTo }: Guidance,
  index: number,
  steps: number,
): boolean {
  const isWithin =
    index >= Math.floor((guidanceFrom ?? 0) * steps) &&
    index < Math.floor((guidanceTo ?? 1) * steps);
  return guidanceScale > 1 && isWithin;
}

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  // Divided by n − 1, as torch.std is.
  return Math.sqrt(squares / (values.length - 1));
}

/** Pulls the deviation back towards the conditional one's (arXiv 2305.08891, section 3.4). */
function rescaled(guided: Float32Array, conditional: Float32Array, rescale: number): Float32Array {
  if (rescale === 0) return guided;
  const ratio = standardDeviation(conditional) / standardDeviation(guided);
  return guided.map((e) => rescale * e * ratio + (1 - rescale) * e);
}

/**
 * Guides pictures that share their UNet calls, from the first guided step to the last: `[2B, …]`, unconditional half
 * first → `[B, …]`.
 */
export function guider({ guidanceScale, guidanceRescale, guidanceMode }: Guidance) {
  const combines: Combine[] = [];
  return (output: Tensor): Tensor => {
    const batch = at(output.dims, 0) / 2;
    const dims = [batch, ...output.dims.slice(1)];
    const size = sizeOf(dims) / batch;
    const guided = new Float32Array(sizeOf(dims));
    for (let picture = 0; picture < batch; picture += 1) {
      combines[picture] ??= guidanceMode ? MODES[guidanceMode]() : plain;
      const half = (which: number) => {
        const start = (which * batch + picture) * size;
        return output.data.subarray(start, start + size);
      };
      const both = at(combines, picture)(half(0), half(1), guidanceScale);
      guided.set(rescaled(both, half(1), guidanceRescale), picture * size);
    }
    return tensor(guided, dims);
  };
}
