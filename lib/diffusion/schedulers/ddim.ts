import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import {
  alphasCumprod,
  evenlySpaced,
  roundHalfToEven,
  trailingTimesteps,
  type Scheduler,
  type SchedulerConfig,
} from './schedule';

function ddimTimesteps(config: SchedulerConfig, steps: number): number[] {
  const { trainSteps, timestepSpacing = 'leading', stepsOffset } = config;
  const all = Array.from({ length: steps }, (_, i) => i);
  if (timestepSpacing === 'leading') {
    const stride = Math.floor(trainSteps / steps);
    return all.map((i) => i * stride + stepsOffset).reverse();
  }
  if (timestepSpacing === 'linspace') {
    return evenlySpaced(trainSteps - 1, steps)
      .map(roundHalfToEven)
      .reverse();
  }
  return trailingTimesteps(trainSteps, steps);
}

/** Deterministic DDIM (Song et al., arXiv 2010.02502, equation 12 with η = 0). */
export function createDdim(config: SchedulerConfig, steps: number): Scheduler {
  const alphas = alphasCumprod(config);
  const timesteps = ddimTimesteps(config, steps);
  const stride = Math.floor(config.trainSteps / steps);
  const final = config.setAlphaToOne ? 1 : at(alphas, 0);

  return {
    timesteps,
    initNoiseSigma: 1,
    addNoise(clean, noise, index) {
      const alpha = alphas[at(timesteps, index)] ?? final;
      const [signal, share] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
      return zipWith(clean, noise, (x0, n) => signal * x0 + share * n);
    },
    scaleModelInput: (sample) => sample,
    step(output, index, sample) {
      const t = at(timesteps, index);
      const alpha = alphas[t] ?? final;
      const next = t - stride >= 0 ? (alphas[t - stride] ?? final) : final;
      const [signal, noise] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
      const clip = (x0: number) =>
        config.clipSample
          ? Math.min(Math.max(x0, -config.clipSampleRange), config.clipSampleRange)
          : x0;
      const denoised = zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return clip((x - noise * o) / signal);
        if (config.predictionType === 'sample') return clip(o);
        return clip(signal * x - noise * o);
      });
      const epsilon = zipWith(output, sample, (o, x) => {
        if (config.predictionType === 'epsilon') return o;
        if (config.predictionType === 'sample') return (x - signal * o) / noise;
        return signal * o + noise * x;
      });
      const [toSignal, toNoise] = [Math.sqrt(next), Math.sqrt(1 - next)];
      return {
        sample: zipWith(denoised, epsilon, (x0, e) => toSignal * x0 + toNoise * e),
        denoised,
      };
    },
  };
}
