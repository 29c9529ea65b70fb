import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import {
  alphasCumprod,
  evenlySpaced,
  roundHalfToEven,
  trailingTimesteps,
  type SchedulerConfig,
} from './schedule';

/** Whole timesteps, from noisy to clean. */
function spacedTimesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, timestepSpacing = 'leading', stepsOffset } = config;
  if (timestepSpacing === 'linspace') {
    return evenlySpaced(trainSteps - 1, steps)
      .map(roundHalfToEven)
      .reverse();
  }
  if (timestepSpacing === 'trailing') return trailingTimesteps(trainSteps, steps);
  const stride = Math.floor(trainSteps / steps);
  return Array.from({ length: steps }, (_, i) => i * stride + stepsOffset).reverse();
}

/**
 * What the schedulers share that go by ᾱ of whole timesteps, the training's own (DDIM, PNDM, DDPM). Below the first
 * timestep lies `alphaAt` of a negative one: no noise at all, or the first one's, as the configuration says.
 */
export function alphaSpace(config: SchedulerConfig, steps: number) {
  const alphas = alphasCumprod(config);
  const final = config.setAlphaToOne ? 1 : at(alphas, 0);
  const alphaAt = (timestep: number) => alphas[timestep] ?? final;

  return {
    spaced: spacedTimesteps(config, steps),
    stride: Math.floor(config.trainSteps / steps),
    alphaAt,
    addNoise: (clean: Float32Array, noise: Float32Array, timestep: number) => {
      const alpha = alphaAt(timestep);
      const [signal, share] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
      return zipWith(clean, noise, (x0, n) => signal * x0 + share * n);
    },
    /** The clean sample that the model's `output` for `sample` implies. */
    denoisedOf: (output: Float32Array, alpha: number, sample: Float32Array) => {
      const [signal, noise] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
      return zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return (x - noise * o) / signal;
        if (config.predictionType === 'sample') return o;
        return signal * x - noise * o;
      });
    },
    /** The noise in `sample` that it implies. */
    noiseOf: (output: Float32Array, alpha: number, sample: Float32Array) => {
      const [signal, noise] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
      return zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return o;
        if (config.predictionType === 'sample') return (x - signal * o) / noise;
        return signal * o + noise * x;
      });
    },
  };
}

/** A clean sample and its noise, joined at the level ᾱ. */
export function atLevel(denoised: Float32Array, noise: Float32Array, alpha: number): Float32Array {
  const [toSignal, toNoise] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
  return zipWith(denoised, noise, (x0, e) => toSignal * x0 + toNoise * e);
}
