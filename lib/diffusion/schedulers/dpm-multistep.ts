import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import {
  alphasCumprod,
  interpolate,
  karrasSigmas,
  evenlySpaced,
  roundHalfToEven,
  trailingTimesteps,
  sigmasOf,
  timestepOf,
  type Scheduler,
  wholeKarrasTimesteps,
  type SchedulerConfig,
} from './schedule';

const SMALLEST_ALPHA = 2 ** -24;

function dpmTimesteps(config: SchedulerConfig, steps: number): number[] {
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

/** How much signal and noise a level holds, and its half log signal-to-noise ratio λ. */
function level(sigma: number): { alpha: number; sigma: number; lambda: number } {
  const alpha = 1 / Math.sqrt(sigma ** 2 + 1);
  return { alpha, sigma: sigma * alpha, lambda: -Math.log(sigma) };
}

/** DPM-Solver++ 2M (Lu et al., arXiv 2211.01095, algorithm 2), midpoint form. */
export function createDpmMultistep(
  config: SchedulerConfig,
  steps: number,
  karras = false,
): Scheduler {
  const alphas = alphasCumprod(config);
  if (config.zeroTerminalSnr) alphas[alphas.length - 1] = SMALLEST_ALPHA;
  const table = sigmasOf(alphas);
  const spaced = dpmTimesteps(config, steps);
  const sigmas = karras
    ? karrasSigmas(at(table, table.length - 1), at(table, 0), steps)
    : spaced.map((t) => interpolate(table, t));
  const exact = karras ? sigmas.map((s) => timestepOf(s, table)) : spaced;
  // diffusers means to keep them, too, but then a cast to integers cuts them off.
  const keepsFractions = config.betaSchedule === 'squaredcos_cap_v2';
  const whole = karras ? wholeKarrasTimesteps(alphas, steps) : spaced.map(roundHalfToEven);
  const timesteps = keepsFractions ? exact : whole;
  let previous: Float32Array | undefined;

  return {
    timesteps,
    initNoiseSigma: 1,
    addNoise(clean, noise, index) {
      const { alpha, sigma } = level(at(sigmas, index));
      return zipWith(clean, noise, (x0, n) => alpha * x0 + sigma * n);
    },
    scaleModelInput: (sample) => sample,
    step(output, index, sample) {
      const here = level(at(sigmas, index));
      const denoised = zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return (x - here.sigma * o) / here.alpha;
        if (config.predictionType === 'sample') return o;
        return here.alpha * x - here.sigma * o;
      });
      const before = previous;
      previous = denoised;
      // The last step lands on σ = 0, where λ is infinite and the update is the estimate itself.
      if (index === steps - 1) return { sample: denoised, denoised };
      const next = level(at(sigmas, index + 1));
      const h = next.lambda - here.lambda;
      const keep = next.sigma / here.sigma;
      const take = -next.alpha * Math.expm1(-h);
      if (!before) {
        return { sample: zipWith(sample, denoised, (x, m) => keep * x + take * m), denoised };
      }
      const ratio = (here.lambda - level(at(sigmas, index - 1)).lambda) / h;
      const slope = zipWith(denoised, before, (m, last) => (m - last) / ratio);
      const target = zipWith(denoised, slope, (m, d) => m + 0.5 * d);
      return { sample: zipWith(sample, target, (x, m) => keep * x + take * m), denoised };
    },
  };
}
