import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import {
  alphasCumprod,
  interpolate,
  karrasSigmas,
  evenlySpaced,
  trailingTimesteps,
  sigmasOf,
  timestepOf,
  type Scheduler,
  type SchedulerConfig,
} from './schedule';

/** Stands in for ᾱ = 0 of a zero terminal SNR, whose σ would be infinite. */
const SMALLEST_ALPHA = 2 ** -24;

function eulerTimesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, timestepSpacing = 'linspace', stepsOffset } = config;
  if (timestepSpacing === 'linspace') return evenlySpaced(trainSteps - 1, steps).reverse();
  const all = Array.from({ length: steps }, (_, i) => i);
  if (timestepSpacing === 'leading') {
    const stride = Math.floor(trainSteps / steps);
    return all.map((i) => i * stride + stepsOffset).reverse();
  }
  return trailingTimesteps(trainSteps, steps);
}

/** Euler's method on the probability-flow ODE (Karras et al., arXiv 2206.00364, algorithm 1). */
export function createEuler(config: SchedulerConfig, steps: number, karras = false): Scheduler {
  const alphas = alphasCumprod(config);
  if (config.zeroTerminalSnr) alphas[alphas.length - 1] = SMALLEST_ALPHA;
  const table = sigmasOf(alphas);
  const spaced = eulerTimesteps(config, steps);
  const spacedSigmas = spaced.map((t) => interpolate(table, t));
  const range = [Math.max(...spacedSigmas), Math.min(...spacedSigmas)] as const;
  const levels = karras ? karrasSigmas(range[0], range[1], steps) : spacedSigmas;
  const timesteps = (karras ? levels.map((s) => timestepOf(s, table)) : spaced).map(Math.fround);
  // The last step lands on no noise at all.
  const sigmas = [...levels, 0];
  const highest = Math.max(...levels);
  const leading = config.timestepSpacing === 'leading';

  return {
    timesteps,
    initNoiseSigma: leading ? Math.sqrt(highest ** 2 + 1) : highest,
    addNoise: (clean, noise, index) => zipWith(clean, noise, (x0, n) => x0 + at(sigmas, index) * n),
    scaleModelInput(sample, index) {
      const scale = 1 / Math.sqrt(at(sigmas, index) ** 2 + 1);
      return sample.map((x) => x * scale);
    },
    step(output, index, sample) {
      const sigma = at(sigmas, index);
      const change = at(sigmas, index + 1) - sigma;
      const root = Math.sqrt(sigma ** 2 + 1);
      const denoised = zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return x - sigma * o;
        if (config.predictionType === 'sample') return o;
        return (o * -sigma) / root + x / root ** 2;
      });
      return {
        sample: zipWith(sample, denoised, (x, x0) => x + ((x - x0) / sigma) * change),
        denoised,
      };
    },
  };
}
