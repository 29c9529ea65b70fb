import { at } from '@/lib/at';

/**
 * What the schedulers share: the noise schedule and the spacing of timesteps, after diffusers'
 * scheduling_{ddim,euler_discrete,dpmsolver_multistep}.py.
 */
export interface SchedulerConfig {
  readonly trainSteps: number;
  readonly betaStart: number;
  readonly betaEnd: number;
  readonly betaSchedule: 'linear' | 'scaled_linear' | 'squaredcos_cap_v2';
  readonly predictionType: 'epsilon' | 'v_prediction' | 'sample';
  /** Undefined means the default of the scheduler's own class, as in diffusers. */
  readonly timestepSpacing?: 'leading' | 'linspace' | 'trailing' | undefined;
  readonly stepsOffset: number;
  readonly setAlphaToOne: boolean;
  readonly clipSample: boolean;
  readonly clipSampleRange: number;
  readonly zeroTerminalSnr: boolean;
}

/** One run's scheduler. It goes by the index of the model's calls, because rounded timesteps may repeat. */
export interface Scheduler {
  /** So many were asked for. */
  readonly steps: number;
  /** The timestep of each call of the model, from noisy to clean; not always integers, nor always as many as steps. */
  readonly timesteps: readonly number[];
  /** How often the model is asked in each step but the last, where that is not once. */
  readonly callsPerStep?: number;
  /** What standard normal noise is multiplied by to become the first sample. */
  readonly initNoiseSigma: number;
  /** The sample to begin with at call `index` when a picture is painted over: clean latents, and noise. */
  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array;
  /** The model's input for `sample` at call `index`. */
  scaleModelInput(sample: Float32Array, index: number): Float32Array;
  /**
   * The next sample, and the clean sample that the model's `output` implies. Stochastic schedulers take their noise from
   * `drawNoise`: standard normal numbers, as many as `sample` has, which go on in each picture's own stream.
   */
  step(
    output: Float32Array,
    index: number,
    sample: Float32Array,
    drawNoise: () => Float32Array,
  ): Step;
}

export interface Step {
  readonly sample: Float32Array;
  readonly denoised: Float32Array;
}

/** `denoised` within the range that the configuration gives it, if any. */
export function clipped(denoised: Float32Array, config: SchedulerConfig): Float32Array {
  if (!config.clipSample) return denoised;
  const most = config.clipSampleRange;
  return denoised.map((x0) => Math.min(Math.max(x0, -most), most));
}

/** Stands in for ᾱ = 0 of a zero terminal SNR, whose σ would be infinite. */
export const SMALLEST_ALPHA = 2 ** -24;

/** `count` numbers from `start` to `end`, both included. */
export function linspace(start: number, end: number, count: number): number[] {
  if (count === 1) return [start];
  return Array.from({ length: count }, (_, i) => start + ((end - start) * i) / (count - 1));
}

/** Timesteps from 0 to `last`, both included; as numpy rounds them, so that what is nearly a half falls to the same side. */
export function evenlySpaced(last: number, count: number): number[] {
  const gap = last / (count - 1);
  return Array.from({ length: count }, (_, i) =>
    count > 1 && i === count - 1 ? last : i > 0 ? i * gap : 0,
  );
}

/**
 * Whole timesteps from the last one down, in equal gaps, as numpy's arange adds them up. At 61, 103, 121 and 122 of 1,000 diffusers
 * has one more than is asked for, −1, where noise was never trained; we have not.
 */
export function trailingTimesteps(trainSteps: number, steps: number): number[] {
  const gap = trainSteps - (trainSteps - trainSteps / steps);
  return Array.from({ length: steps }, (_, i) => roundHalfToEven(trainSteps - i * gap) - 1);
}

/** Rounds halves to even, as numpy does. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function betasOf(config: SchedulerConfig): number[] {
  const { trainSteps, betaStart, betaEnd } = config;
  if (config.betaSchedule === 'linear') return linspace(betaStart, betaEnd, trainSteps);
  if (config.betaSchedule === 'scaled_linear') {
    return linspace(Math.sqrt(betaStart), Math.sqrt(betaEnd), trainSteps).map((b) => b * b);
  }
  // Nichol and Dhariwal, arXiv 2102.09672, with their cap.
  const signal = (t: number) => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
  return Array.from({ length: trainSteps }, (_, i) =>
    Math.min(1 - signal((i + 1) / trainSteps) / signal(i / trainSteps), 0.999),
  );
}

/** ᾱ per training timestep, `trainSteps` numbers, falling from nearly 1. */
export function alphasCumprod(config: SchedulerConfig): number[] {
  let product = 1;
  const table = betasOf(config).map((beta) => (product *= 1 - beta));
  if (!config.zeroTerminalSnr) return table;
  // Lin et al., arXiv 2305.08891, algorithm 1.
  const roots = table.map(Math.sqrt);
  const first = at(roots, 0);
  const last = at(roots, roots.length - 1);
  return roots.map((root) => (((root - last) * first) / (first - last)) ** 2);
}

/** Noise level σ = √((1 − ᾱ)/ᾱ) per training timestep. */
export function sigmasOf(alphas: readonly number[]): number[] {
  return alphas.map((alpha) => Math.sqrt((1 - alpha) / alpha));
}

/** The noise level of the last training timestep, that pictures begin from. */
export function maxSigma(config: SchedulerConfig): number {
  const alphas = alphasCumprod(config);
  const last = Math.max(at(alphas, alphas.length - 1), SMALLEST_ALPHA);
  return at(sigmasOf([last]), 0);
}

/** Linear interpolation of `table` at the fractional index `place`. */
export function interpolate(table: readonly number[], place: number): number {
  const low = Math.min(Math.max(Math.floor(place), 0), table.length - 1);
  const high = Math.min(low + 1, table.length - 1);
  const share = place - low;
  return at(table, low) * (1 - share) + at(table, high) * share;
}

/** The fractional timestep whose log σ, interpolated in the table, is that of `sigma`. */
export function timestepOf(sigma: number, sigmas: readonly number[]): number {
  return placeOf(
    sigma,
    sigmas.map((s) => Math.log(s)),
  );
}

/** `timestepOf`, by a table of log σ. */
export function placeOf(sigma: number, logs: readonly number[]): number {
  const wanted = Math.log(Math.max(sigma, 1e-10));
  const above = logs.findIndex((value) => value > wanted);
  const low = Math.min(Math.max((above === -1 ? logs.length : above) - 1, 0), logs.length - 2);
  const [from, to] = [at(logs, low), at(logs, low + 1)];
  const share = Math.min(Math.max((from - wanted) / (from - to), 0), 1);
  return (1 - share) * low + share * (low + 1);
}
