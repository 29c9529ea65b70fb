import { expect, test } from 'vitest';
import { randn } from '@/lib/diffusion/noise';
import { SCHEDULERS, type SchedulerConfig, type SchedulerName } from '@/lib/diffusion/schedulers';

/** Stable Diffusion 1.5's own schedule. */
const SD15: SchedulerConfig = {
  trainSteps: 1000,
  betaStart: 0.00085,
  betaEnd: 0.012,
  betaSchedule: 'scaled_linear',
  predictionType: 'epsilon',
  timestepSpacing: 'leading',
  stepsOffset: 1,
  setAlphaToOne: false,
  clipSample: false,
  clipSampleRange: 1,
  zeroTerminalSnr: false,
};

interface Golden {
  readonly title: string;
  readonly name: SchedulerName;
  readonly config: Partial<SchedulerConfig>;
  readonly steps?: number;
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly initNoiseSigma: number;
  readonly final: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

const linspace = { timestepSpacing: 'linspace' } as const;
const v = { predictionType: 'v_prediction' } as const;
const trailing = { timestepSpacing: 'trailing' } as const;

/** diffusers 0.42.1 on a toy model, out = 0.5 · input + 0.1 · t / 1000, from torch's seed 0. */
const GOLDEN: readonly Golden[] = [
  {
    title: 'DDIM leading',
    name: 'ddim',
    config: {},
    first: [961, 921, 881],
    last: [41, 1],
    initNoiseSigma: 1,
    final: [-3.169882, -3.237599, -0.934999, -1.403036],
    mean: -0.229444,
    deviation: 2.402062,
  },
  {
    title: 'DDIM v, trailing, zero SNR',
    name: 'ddim',
    config: { ...v, ...trailing, zeroTerminalSnr: true },
    first: [999, 959, 919],
    last: [79, 39],
    initNoiseSigma: 1,
    final: [-0.517685, -0.529056, -0.142389, -0.220985],
    mean: -0.023908,
    deviation: 0.403369,
  },
  {
    title: 'Euler leading',
    name: 'euler',
    config: {},
    first: [961, 921, 881],
    last: [41, 1],
    initNoiseSigma: 11.7187948,
    final: [-3.124742, -3.191494, -0.921687, -1.383059],
    mean: -0.22618,
    deviation: 2.367854,
  },
  {
    title: 'Euler linspace',
    name: 'euler',
    config: linspace,
    first: [999, 957.375, 915.75],
    last: [41.625, 0],
    initNoiseSigma: 14.6146469,
    final: [-3.541226, -3.616266, -1.064617, -1.583277],
    mean: -0.282748,
    deviation: 2.66187,
  },
  {
    title: 'Euler leading Karras',
    name: 'euler-karras',
    config: {},
    first: [961, 931.9902, 900.9742],
    last: [3.0244, 1],
    initNoiseSigma: 11.7187948,
    final: [-3.143354, -3.210482, -0.927919, -1.391883],
    mean: -0.228504,
    deviation: 2.381159,
  },
  {
    title: 'Euler v trailing',
    name: 'euler',
    config: { ...v, ...trailing },
    first: [999, 959, 919],
    last: [79, 39],
    initNoiseSigma: 14.6146469,
    final: [-0.524147, -0.535705, -0.142682, -0.22257],
    mean: -0.022253,
    deviation: 0.41,
  },
  {
    title: 'DPM++ 2M leading',
    name: 'dpm++2m',
    config: {},
    first: [951, 913, 875],
    last: [77, 39],
    initNoiseSigma: 1,
    final: [-2.900541, -2.962905, -0.842337, -1.273374],
    mean: -0.19256,
    deviation: 2.212167,
  },
  {
    title: 'DPM++ 2M Karras',
    name: 'dpm++2m-karras',
    config: linspace,
    first: [999, 970, 938],
    last: [1, 0],
    initNoiseSigma: 1,
    final: [-3.35045, -3.421879, -0.993048, -1.486743],
    mean: -0.248813,
    deviation: 2.533746,
  },
  {
    title: 'DPM++ 2M Karras v',
    name: 'dpm++2m-karras',
    config: { ...linspace, ...v },
    first: [999, 970, 938],
    last: [1, 0],
    initNoiseSigma: 1,
    final: [-0.570616, -0.583293, -0.15221, -0.239834],
    mean: -0.020118,
    deviation: 0.449705,
  },
  {
    title: 'DPM++ 2M leading, 10 steps',
    name: 'dpm++2m',
    config: {},
    steps: 10,
    first: [901, 811, 721],
    last: [181, 91],
    initNoiseSigma: 1,
    final: [-2.518677, -2.573259, -0.717278, -1.094533],
    mean: -0.148574,
    deviation: 1.936152,
  },
];

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(expected)));
}

test.each(GOLDEN)('$title equals diffusers', (golden) => {
  const config = { ...SD15, ...golden.config };
  const scheduler = SCHEDULERS[golden.name].create(config, golden.steps ?? 25);
  const { timesteps, initNoiseSigma } = scheduler;
  for (const [i, t] of golden.first.entries()) expectClose(timesteps[i] ?? Number.NaN, t);
  for (const [i, t] of golden.last.entries()) {
    expectClose(timesteps[timesteps.length - 2 + i] ?? Number.NaN, t);
  }
  expectClose(initNoiseSigma, golden.initNoiseSigma);

  let sample: Float32Array = randn('cpu', 0n, [1, 4, 8, 8]).data.map((x) => x * initNoiseSigma);
  for (const [index, timestep] of timesteps.entries()) {
    const input = scheduler.scaleModelInput(sample, index);
    const output = input.map((x) => 0.5 * x + (0.1 * timestep) / 1000);
    sample = scheduler.step(output, index, sample).sample;
  }
  const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
  const squares = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  for (const [i, value] of golden.final.entries()) expectClose(sample[i] ?? Number.NaN, value);
  expectClose(mean, golden.mean);
  expectClose(Math.sqrt(squares / (sample.length - 1)), golden.deviation);
});
