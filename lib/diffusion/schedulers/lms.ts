import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import type { Scheduler, SchedulerConfig } from './schedule';
import { onePerStep, sigmaSpace } from './sigma-space';

const ORDER = 4;
/** Gauss and Legendre's two nodes, exact for the cubic polynomials that are integrated here. */
const NODES = [-Math.sqrt(1 / 3), Math.sqrt(1 / 3)];

/** The integral from `begin` to `end` of Lagrange's polynomial that is 1 at `nodes[own]` and 0 at the others. */
function weightOf(nodes: readonly number[], own: number, begin: number, end: number): number {
  const half = (end - begin) / 2;
  const here = at(nodes, own);
  const value = (x: number) =>
    nodes.reduce(
      (product, node, i) => (i === own ? product : (product * (x - node)) / (here - node)),
      1,
    );
  return half * NODES.reduce((sum, place) => sum + value(begin + half * (1 + place)), 0);
}

/**
 * The linear multistep method of Adams and Bashforth of order 4 on the probability-flow ODE (Karras et al., arXiv
 * 2206.00364, equation 1), with the weights of uneven levels, as k-diffusion has it.
 */
export function createLms(config: SchedulerConfig, steps: number): Scheduler {
  const space = sigmaSpace(config, steps);
  const { sigmas } = space;
  let slopes: readonly Float32Array[] = [];

  return onePerStep(space, (denoised, index, sample) => {
    const sigma = at(sigmas, index);
    slopes = [zipWith(sample, denoised, (x, x0) => (x - x0) / sigma), ...slopes].slice(0, ORDER);
    const nodes = slopes.map((_, back) => at(sigmas, index - back));
    const end = at(sigmas, index + 1);
    return slopes.reduce((sum, slope, i) => {
      const weight = weightOf(nodes, i, sigma, end);
      return zipWith(sum, slope, (x, d) => x + weight * d);
    }, sample);
  });
}
