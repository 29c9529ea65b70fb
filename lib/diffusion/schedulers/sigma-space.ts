import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import type { Levels } from './levels';
import {
  alphasCumprod,
  evenlySpaced,
  interpolate,
  sigmasOf,
  SMALLEST_ALPHA,
  timestepOf,
  trailingTimesteps,
  type SchedulerConfig,
} from './schedule';

function spacedTimesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, timestepSpacing = 'linspace', stepsOffset } = config;
  if (timestepSpacing === 'linspace') return evenlySpaced(trainSteps - 1, steps).reverse();
  const all = Array.from({ length: steps }, (_, i) => i);
  if (timestepSpacing === 'leading') {
    const stride = Math.floor(trainSteps / steps);
    return all.map((i) => i * stride + stepsOffset).reverse();
  }
  return trailingTimesteps(trainSteps, steps);
}

/**
 * What the solvers in noise levels σ share (Karras et al., arXiv 2206.00364): one level per step and at the end none,
 * and samples that are the clean one with σ times noise.
 */
export function sigmaSpace(config: SchedulerConfig, steps: number, levels?: Levels) {
  const alphas = alphasCumprod(config);
  if (config.zeroTerminalSnr) alphas[alphas.length - 1] = SMALLEST_ALPHA;
  const table = sigmasOf(alphas);
  const spaced = levels?.place?.(table, steps) ?? spacedTimesteps(config, steps);
  const spacedSigmas = spaced.map((t) => interpolate(table, t));
  const range = [Math.max(...spacedSigmas), Math.min(...spacedSigmas)] as const;
  const sigmas = levels?.spread?.(range[0], range[1], steps) ?? spacedSigmas;
  const exact = levels?.spread ? sigmas.map((s) => timestepOf(s, table)) : spaced;
  const highest = Math.max(...sigmas);
  const leading = config.timestepSpacing === 'leading';

  return {
    steps,
    timesteps: exact.map(Math.fround),
    sigmas: [...sigmas, 0],
    initNoiseSigma: leading ? Math.sqrt(highest ** 2 + 1) : highest,
    addNoise: (clean: Float32Array, noise: Float32Array, sigma: number) =>
      zipWith(clean, noise, (x0, n) => x0 + sigma * n),
    scaleModelInput: (sample: Float32Array, sigma: number) => {
      const scale = 1 / Math.sqrt(sigma ** 2 + 1);
      return sample.map((x) => x * scale);
    },
    /** The clean sample that the model's `output` for `sample` implies. */
    denoisedOf: (output: Float32Array, sigma: number, sample: Float32Array) => {
      const root = Math.sqrt(sigma ** 2 + 1);
      return zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return x - sigma * o;
        if (config.predictionType === 'sample') return o;
        return (o * -sigma) / root + x / root ** 2;
      });
    },
  };
}

/** A scheduler in such levels that asks the model once per step: `next` gets it from a level to the next. */
export function onePerStep(
  space: ReturnType<typeof sigmaSpace>,
  next: (
    denoised: Float32Array,
    index: number,
    sample: Float32Array,
    drawNoise: () => Float32Array,
  ) => Float32Array,
) {
  const { steps, timesteps, sigmas, initNoiseSigma, addNoise, scaleModelInput, denoisedOf } = space;
  return {
    steps,
    timesteps,
    initNoiseSigma,
    addNoise: (clean: Float32Array, noise: Float32Array, index: number) =>
      addNoise(clean, noise, at(sigmas, index)),
    scaleModelInput: (sample: Float32Array, index: number) =>
      scaleModelInput(sample, at(sigmas, index)),
    step(output: Float32Array, index: number, sample: Float32Array, drawNoise: () => Float32Array) {
      const denoised = denoisedOf(output, at(sigmas, index), sample);
      return { sample: next(denoised, index, sample, drawNoise), denoised };
    },
  } as const;
}
