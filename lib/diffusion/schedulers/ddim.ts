import { at } from '@/lib/at';
import { alphaSpace, atLevel } from './alpha-space';
import { clipped, type Scheduler, type SchedulerConfig } from './schedule';

/** Deterministic DDIM (Song et al., arXiv 2010.02502, equation 12 with η = 0). */
export function createDdim(config: SchedulerConfig, steps: number): Scheduler {
  const { spaced, stride, alphaAt, addNoise, denoisedOf, noiseOf } = alphaSpace(config, steps);

  return {
    steps,
    timesteps: spaced,
    initNoiseSigma: 1,
    addNoise: (clean, noise, index) => addNoise(clean, noise, at(spaced, index)),
    scaleModelInput: (sample) => sample,
    step(output, index, sample) {
      const timestep = at(spaced, index);
      const alpha = alphaAt(timestep);
      const denoised = clipped(denoisedOf(output, alpha, sample), config);
      const noise = noiseOf(output, alpha, sample);
      return { sample: atLevel(denoised, noise, alphaAt(timestep - stride)), denoised };
    },
  };
}
