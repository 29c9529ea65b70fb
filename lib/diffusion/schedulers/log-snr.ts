import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import {
  alphasCumprod,
  evenlySpaced,
  interpolate,
  karrasSigmas,
  roundHalfToEven,
  sigmasOf,
  SMALLEST_ALPHA,
  timestepOf,
  trailingTimesteps,
  wholeKarrasTimesteps,
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
 * What the solvers in half log signal-to-noise ratios share (DPM-Solver++, UniPC): their timesteps and levels, and
 * samples that keep the variance.
 */
export function logSnrSpace(config: SchedulerConfig, steps: number, karras = false) {
  const alphas = alphasCumprod(config);
  if (config.zeroTerminalSnr) alphas[alphas.length - 1] = SMALLEST_ALPHA;
  const table = sigmasOf(alphas);
  const spaced = spacedTimesteps(config, steps);
  const sigmas = karras
    ? karrasSigmas(at(table, table.length - 1), at(table, 0), steps)
    : spaced.map((t) => interpolate(table, t));
  const exact = karras ? sigmas.map((s) => timestepOf(s, table)) : spaced;
  // diffusers means to keep them, too, but then a cast to integers cuts them off.
  const keepsFractions = config.betaSchedule === 'squaredcos_cap_v2';
  const whole = karras ? wholeKarrasTimesteps(alphas, steps) : spaced;
  const timesteps = keepsFractions ? exact : whole;
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
