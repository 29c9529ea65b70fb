import jstat from 'jstat';
import { at } from '@/lib/at';
import { evenlySpaced, linspace, roundHalfToEven, timestepOf } from './schedule';

/** Noise levels other than those at equal gaps of timesteps, which a base's configuration asks for. One of both is there. */
export interface Levels {
  /** `count` levels σ from the highest to the lowest, both included. */
  readonly spread?: (highest: number, lowest: number, count: number) => number[];
  /** `steps` timesteps from noisy to clean, by the σ of each timestep that the base was trained with. */
  readonly place?: (sigmas: readonly number[], steps: number) => number[];
}

/** Karras et al., arXiv 2206.00364, equation 5 with ρ = 7. */
export const KARRAS = {
  spread(highest, lowest, count) {
    const [high, low] = [highest ** (1 / 7), lowest ** (1 / 7)];
    return linspace(0, 1, count).map((share) => (high + share * (low - high)) ** 7);
  },
} satisfies Levels;

/** Equal gaps of log σ (Lu et al., arXiv 2206.00927, section 3.4). */
export const EXPONENTIAL: Levels = {
  spread: (highest, lowest, count) =>
    linspace(Math.log(highest), Math.log(lowest), count).map(Math.exp),
};

/** Quantiles of a Beta distribution, dense at both ends (Lee et al., arXiv 2407.12173, with α = β = 0.6). */
export const BETA: Levels = {
  spread: (highest, lowest, count) =>
    linspace(1, 0, count).map(
      (share) => lowest + jstat.beta.inv(share, 0.6, 0.6) * (highest - lowest),
    ),
};

/** Equal gaps from the last timestep to the first, which is left out, as Stability's own sampler for SDXL (arXiv 2307.01952). */
export const SGM_UNIFORM: Levels = {
  place: (sigmas, steps) =>
    evenlySpaced(sigmas.length - 1, steps + 1)
      .reverse()
      .slice(0, -1),
};

/** Its ten timesteps for Stable Diffusion 1.x, and their end. */
const ALIGNED = [999, 850, 736, 645, 545, 455, 343, 233, 124, 24, 0];

/** Align Your Steps (Sabour et al., arXiv 2404.14507); for other counts than ten, log σ is interpolated, as its authors say. */
export const AYS: Levels = {
  place(sigmas, steps) {
    const ends = ALIGNED.map((t) => roundHalfToEven((t * (sigmas.length - 1)) / 999));
    const logs = ends.map((t) => Math.log(at(sigmas, t)));
    const places = evenlySpaced(ends.length - 1, steps + 1).slice(0, -1);
    return places.map((place) => {
      const low = Math.floor(place);
      const share = place - low;
      const log = at(logs, low) * (1 - share) + at(logs, low + 1) * share;
      return share === 0 ? at(ends, low) : timestepOf(Math.exp(log), sigmas);
    });
  },
};
