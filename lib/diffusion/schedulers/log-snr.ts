import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import { KARRAS, type Levels } from './levels';
import {
  alphasCumprod,
  evenlySpaced,
  interpolate,
  placeOf,
  roundHalfToEven,
  sigmasOf,
  SMALLEST_ALPHA,
  timestepOf,
  trailingTimesteps,
  type SchedulerConfig,
} from './schedule';

/** How much signal and noise a level holds, and its half log signal-to-noise ratio λ. */
export interface Level {
  readonly alpha: number;
  readonly sigma: number;
  readonly lambda: number;
}

/** The level of which σ is the noise for one part of signal. */
function level(sigma: number): Level {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  return { alpha, sigma: sigma * alpha, lambda: -Math.log(sigma) };
}

function spacedTimesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, timestepSpacing = 'linspace', stepsOffset } = config;
  const all = Array.from({ length: steps + 1 }, (_, i) => i);
  if (timestepSpacing === 'linspace') {
    return evenlySpaced(trainSteps - 1, steps + 1)
      .map(roundHalfToEven)
      .reverse()
      .slice(0, -1);
  }
  if (timestepSpacing === 'leading') {
    const stride = Math.floor(trainSteps / (steps + 1));
    return all
      .map((i) => i * stride + stepsOffset)
      .reverse()
      .slice(0, -1);
  }
  return trailingTimesteps(trainSteps, steps);
}

/**
 * The whole timesteps of `count` Karras levels. Rounded from tables in single precision, as diffusers has them: those of
 * double precision are a thousandth of a step elsewhere, and at fifteen counts up to 150 that is the next one.
 */
function wholeKarrasTimesteps(alphas: readonly number[], count: number): number[] {
  const single = alphas.map((exact) => {
    const alpha = Math.fround(exact);
    return Math.fround(Math.sqrt(Math.fround(Math.fround(1 - alpha) / alpha)));
  });
  const logs = single.map((sigma) => Math.fround(Math.log(sigma)));
  const levels = KARRAS.spread(at(single, single.length - 1), at(single, 0), count);
  return levels.map((sigma) => roundHalfToEven(placeOf(sigma, logs)));
}

/**
 * What the solvers in half log signal-to-noise ratios share (DPM-Solver++, UniPC): their timesteps and levels, and
 * samples that keep the variance.
 */
export function logSnrSpace(config: SchedulerConfig, steps: number, noiseLevels?: Levels) {
  const alphas = alphasCumprod(config);
  if (config.zeroTerminalSnr) alphas[alphas.length - 1] = SMALLEST_ALPHA;
  const table = sigmasOf(alphas);
  const { spread, place } = noiseLevels ?? {};
  const spaced = place?.(table, steps) ?? spacedTimesteps(config, steps);
  const sigmas =
    spread?.(at(table, table.length - 1), at(table, 0), steps) ??
    spaced.map((t) => interpolate(table, t));
  // diffusers means to keep fractions of all others, too, but then a cast to integers cuts them off.
  const isRounded = noiseLevels === KARRAS && config.betaSchedule !== 'squaredcos_cap_v2';
  const exact = spread ? sigmas.map((s) => timestepOf(s, table)) : spaced;
  const timesteps = isRounded ? wholeKarrasTimesteps(alphas, steps) : exact;
  const levels = sigmas.map(level);

  return {
    levels,
    steps,
    timesteps,
    initNoiseSigma: 1,
    addNoise: (clean: Float32Array, noise: Float32Array, index: number) => {
      const { alpha, sigma } = at(levels, index);
      return zipWith(clean, noise, (x0, n) => alpha * x0 + sigma * n);
    },
    scaleModelInput: (sample: Float32Array) => sample,
    /** The clean sample that the model's `output` for `sample` implies. */
    denoisedOf: (output: Float32Array, index: number, sample: Float32Array) => {
      const { alpha, sigma } = at(levels, index);
      return zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return (x - sigma * o) / alpha;
        if (config.predictionType === 'sample') return o;
        return alpha * x - sigma * o;
      });
    },
  } as const;
}
