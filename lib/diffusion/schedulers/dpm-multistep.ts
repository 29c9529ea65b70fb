import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import type { Levels } from './levels';
import { logSnrSpace } from './log-snr';
import type { Scheduler, SchedulerConfig } from './schedule';

/** DPM-Solver++ 2M (Lu et al., arXiv 2211.01095, algorithm 2), midpoint form. */
export function createDpmMultistep(
  config: SchedulerConfig,
  steps: number,
  noiseLevels?: Levels,
): Scheduler {
  const { levels, denoisedOf, ...space } = logSnrSpace(config, steps, noiseLevels);
  let previous: Float32Array | undefined;

  return {
    ...space,
    step(output, index, sample) {
      const denoised = denoisedOf(output, index, sample);
      const before = previous;
      previous = denoised;
      // The last step lands on σ = 0, where λ is infinite and the update is the estimate itself.
      if (index === steps - 1) return { sample: denoised, denoised };
      const [here, next] = [at(levels, index), at(levels, index + 1)];
      const h = next.lambda - here.lambda;
      const keep = next.sigma / here.sigma;
      const take = -next.alpha * Math.expm1(-h);
      if (!before) {
        return { sample: zipWith(sample, denoised, (x, m) => keep * x + take * m), denoised };
      }
      const ratio = (here.lambda - at(levels, index - 1).lambda) / h;
      const slope = zipWith(denoised, before, (m, last) => (m - last) / ratio);
      const target = zipWith(denoised, slope, (m, d) => m + 0.5 * d);
      return { sample: zipWith(sample, target, (x, m) => keep * x + take * m), denoised };
    },
  };
}
