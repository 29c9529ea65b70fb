import { at } from '@/lib/at';
import { zipWith } from '../tensor';
import { logSnrSpace, type Level } from './log-snr';
import type { Scheduler, SchedulerConfig } from './schedule';

interface Taken {
  /** The sample that the step began with, corrected. */
  readonly sample: Float32Array;
  readonly denoised: Float32Array;
  readonly level: Level;
}

/** Both φ-functions of the method at −h, each divided by B₂(h) = e⁻ʰ − 1; equation 5 and its `b` of order 1 and 2. */
function phis(h: number): readonly [number, number] {
  const b = Math.expm1(-h);
  const first = b / -h - 1;
  return [first / b, (2 * (first / -h - 0.5)) / b];
}

/** The linear part that all updates from `from` to `to` share, and how strongly differences count beside it. */
function linear({ sample, denoised, level }: Taken, to: Level) {
  const h = to.lambda - level.lambda;
  const keep = to.sigma / level.sigma;
  const take = -to.alpha * Math.expm1(-h);
  return { h, take, moved: zipWith(sample, denoised, (x, m) => keep * x + take * m) };
}

/** UniP: the next sample from the last one or two estimates. */
function predict(last: Taken, before: Taken | undefined, to: Level): Float32Array {
  const { h, take, moved } = linear(last, to);
  if (!before) return moved;
  const ratio = (before.level.lambda - last.level.lambda) / h;
  const slope = zipWith(before.denoised, last.denoised, (m, m0) => (m - m0) / ratio);
  return zipWith(moved, slope, (x, d) => x + take * 0.5 * d);
}

/** UniC: that sample once more, now that its own estimate is known as well. */
function correct(
  last: Taken,
  before: Taken | undefined,
  to: Level,
  denoised: Float32Array,
): Float32Array {
  const { h, take, moved } = linear(last, to);
  const change = zipWith(denoised, last.denoised, (m, m0) => m - m0);
  if (!before) return zipWith(moved, change, (x, d) => x + take * 0.5 * d);
  const ratio = (before.level.lambda - last.level.lambda) / h;
  const [b1, b2] = phis(h);
  const older = (b1 - b2) / (1 - ratio);
  const slope = zipWith(before.denoised, last.denoised, (m, m0) => (m - m0) / ratio);
  const differences = zipWith(slope, change, (s, d) => older * s + (b1 - older) * d);
  return zipWith(moved, differences, (x, d) => x + take * d);
}

/** UniPC of order 2 with B₂(h) (Zhao et al., arXiv 2302.04867, algorithms 5 and 6), predicting clean samples. */
export function createUniPc(config: SchedulerConfig, steps: number): Scheduler {
  const { levels, denoisedOf, ...space } = logSnrSpace(config, steps);
  let [last, before]: (Taken | undefined)[] = [];

  return {
    ...space,
    step(output, index, sample) {
      const level = at(levels, index);
      const denoised = denoisedOf(output, index, sample);
      const corrected = last ? correct(last, before, level, denoised) : sample;
      [before, last] = [last, { sample: corrected, denoised, level }];
      // The last step lands on σ = 0, where λ is infinite and the update is the estimate itself.
      if (index === steps - 1) return { sample: denoised, denoised };
      return { sample: predict(last, before, at(levels, index + 1)), denoised };
    },
  };
}
