import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import type { Levels } from './levels';
import type { Scheduler, SchedulerConfig } from './schedule';
import { onePerStep, sigmaSpace } from './sigma-space';

/** Euler's method on the probability-flow ODE (Karras et al., arXiv 2206.00364, algorithm 1). */
export function createEuler(config: SchedulerConfig, steps: number, levels?: Levels): Scheduler {
  const space = sigmaSpace(config, steps, levels);
  return onePerStep(space, (denoised, index, sample) => {
    const sigma = at(space.sigmas, index);
    const change = at(space.sigmas, index + 1) - sigma;
    return zipWith(sample, denoised, (x, x0) => x + ((x - x0) / sigma) * change);
  });
}
