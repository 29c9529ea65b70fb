import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import { alphaSpace } from './alpha-space';
import { clipped, type Scheduler, type SchedulerConfig } from './schedule';

/** DDPM (Ho et al., arXiv 2006.11239, equations 6 and 7), with the smaller of its variances, between any timesteps. */
export function createDdpm(config: SchedulerConfig, steps: number): Scheduler {
  const { spaced, alphaAt, addNoise, denoisedOf } = alphaSpace(config, steps);

  return {
    steps,
    timesteps: spaced,
    initNoiseSigma: 1,
    addNoise: (clean, noise, index) => addNoise(clean, noise, at(spaced, index)),
    scaleModelInput: (sample) => sample,
    step(output, index, sample, drawNoise) {
      const timestep = at(spaced, index);
      const alpha = alphaAt(timestep);
      const next = index + 1 < steps ? alphaAt(at(spaced, index + 1)) : 1;
      const denoised = clipped(denoisedOf(output, alpha, sample), config);
      const [kept, beta] = [alpha / next, 1 - alpha / next];
      const toClean = (Math.sqrt(next) * beta) / (1 - alpha);
      const toSample = (Math.sqrt(kept) * (1 - next)) / (1 - alpha);
      const mean = zipWith(denoised, sample, (x0, x) => toClean * x0 + toSample * x);
      if (timestep === 0) return { sample: mean, denoised };
      const deviation = Math.sqrt(Math.max(((1 - next) / (1 - alpha)) * beta, 1e-20));
      return { sample: zipWith(mean, drawNoise(), (x, n) => x + deviation * n), denoised };
    },
  };
}
