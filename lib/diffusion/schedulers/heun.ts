import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import type { Levels } from './levels';
import { clipped, type Scheduler, type SchedulerConfig } from './schedule';
import { sigmaSpace } from './sigma-space';

/**
 * Heun's method on the probability-flow ODE (Karras et al., arXiv 2206.00364, algorithm 1 without its noise): each step is
 * taken anew along the mean of the slopes at its ends, so that the model is asked twice, but for the step to no noise.
 */
export function createHeun(config: SchedulerConfig, steps: number, levels?: Levels): Scheduler {
  const space = sigmaSpace(config, steps, levels);
  const sigmaAt = (call: number) => at(space.sigmas, Math.ceil(call / 2));
  let begun: { readonly sample: Float32Array; readonly denoised: Float32Array } | undefined;

  return {
    steps,
    callsPerStep: 2,
    timesteps: space.timesteps.flatMap((timestep, i) =>
      i === 0 ? timestep : [timestep, timestep],
    ),
    initNoiseSigma: space.initNoiseSigma,
    addNoise: (clean, noise, call) => space.addNoise(clean, noise, sigmaAt(call)),
    scaleModelInput: (sample, call) => space.scaleModelInput(sample, sigmaAt(call)),
    step(output, call, sample) {
      const sigma = sigmaAt(call);
      const denoised = clipped(space.denoisedOf(output, sigma, sample), config);
      if (!begun) {
        const next = sigmaAt(call + 1);
        begun = { sample, denoised };
        return {
          sample: zipWith(sample, denoised, (x, x0) => x + ((x - x0) / sigma) * (next - sigma)),
          denoised,
        };
      }
      const from = sigmaAt(call - 1);
      const { sample: first, denoised: firstDenoised } = begun;
      begun = undefined;
      // Slopes are not kept: rounded to single precision and times a cosine's first level they would be off by whole points.
      const next = first.map((x, i) => {
        const before = (x - at(firstDenoised, i)) / from;
        const here = (at(sample, i) - at(denoised, i)) / sigma;
        return x + ((before + here) / 2) * (sigma - from);
      });
      return { sample: next, denoised };
    },
  };
}
