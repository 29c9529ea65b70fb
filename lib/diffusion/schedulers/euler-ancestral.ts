import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import type { Scheduler, SchedulerConfig } from './schedule';
import { onePerStep, sigmaSpace } from './sigma-space';

/**
 * Euler's method with ancestral noise (Song et al., arXiv 2010.02502, η = 1, in the σ of Karras et al., arXiv 2206.00364,
 * as k-diffusion has it): each step goes below the next level, and fresh noise makes up for it.
 */
export function createEulerAncestral(config: SchedulerConfig, steps: number): Scheduler {
  const space = sigmaSpace(config, steps);
  return onePerStep(space, (denoised, index, sample, drawNoise) => {
    const [from, to] = [at(space.sigmas, index), at(space.sigmas, index + 1)];
    const up = Math.sqrt((to ** 2 * (from ** 2 - to ** 2)) / from ** 2);
    const change = Math.sqrt(to ** 2 - up ** 2) - from;
    const moved = zipWith(sample, denoised, (x, x0) => x + ((x - x0) / from) * change);
    return zipWith(moved, drawNoise(), (x, n) => x + up * n);
  });
}
