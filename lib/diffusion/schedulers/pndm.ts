import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import { alphaSpace, atLevel } from './alpha-space';
import type { Scheduler, SchedulerConfig } from './schedule';

/** Of the model's last outputs, the newest first: the weights of Adams and Bashforth at equal gaps. */
const WEIGHTS = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
] as const;

function weighted(outputs: readonly Float32Array[]): Float32Array {
  const weights = at(WEIGHTS, outputs.length - 1);
  return at(outputs, 0).map((_, i) =>
    outputs.reduce((sum, output, back) => sum + at(weights, back) * at(output, i), 0),
  );
}

/**
 * PNDM without its Runge–Kutta warm-up, known as PLMS (Liu et al., arXiv 2202.09778, equations 9 and 12): DDIM's step
 * along a mean of the last four outputs. The first step is taken twice, the second time along the mean of its ends, so
 * there is one call more than there are steps.
 */
export function createPndm(config: SchedulerConfig, steps: number): Scheduler {
  const { spaced, stride, alphaAt, addNoise, denoisedOf, noiseOf } = alphaSpace(config, steps);
  // With a single step there is no second timestep to call twice.
  const timesteps = [...spaced.slice(0, 2), ...spaced.slice(1)];
  let outputs: readonly Float32Array[] = [];
  let first: Float32Array | undefined;
  let calls = 0;

  function transfer(output: Float32Array, from: number, to: number, sample: Float32Array) {
    const [alpha, next] = [alphaAt(from), alphaAt(to)];
    const denoised = denoisedOf(output, alpha, sample);
    return { sample: atLevel(denoised, noiseOf(output, alpha, sample), next), denoised };
  }

  return {
    steps,
    timesteps,
    initNoiseSigma: 1,
    addNoise: (clean, noise, index) => addNoise(clean, noise, at(timesteps, index)),
    scaleModelInput: (sample) => sample,
    step(output, index, sample) {
      const timestep = at(timesteps, index);
      calls += 1;
      if (calls === 2 && first) {
        const mean = zipWith(output, at(outputs, 0), (a, b) => (a + b) / 2);
        return transfer(mean, timestep + stride, timestep, first);
      }
      if (calls === 1) first = sample;
      outputs = [output, ...outputs].slice(0, WEIGHTS.length);
      return transfer(weighted(outputs), timestep, timestep - stride, sample);
    },
  };
}
