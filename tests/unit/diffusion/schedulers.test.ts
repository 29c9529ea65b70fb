import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CpuGenerator } from '@/lib/diffusion/noise/cpu';
import {
  isSchedulerName,
  SCHEDULERS,
  type Scheduler,
  type SchedulerConfig,
} from '@/lib/diffusion/schedulers';
import vectors from '@/tests/fixtures/vectors/diffusers.json';
import timesteps from '@/tests/fixtures/vectors/timesteps.json';

const numbers = z.array(z.number());
const goldenSchema = z.object({
  title: z.string(),
  name: z.string().refine(isSchedulerName),
  config: z.object({
    betaStart: z.number(),
    betaEnd: z.number(),
    betaSchedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']),
    predictionType: z.enum(['epsilon', 'v_prediction', 'sample']),
    timestepSpacing: z.enum(['leading', 'linspace', 'trailing']),
    stepsOffset: z.number(),
    setAlphaToOne: z.boolean(),
    clipSample: z.boolean(),
    clipSampleRange: z.number(),
    zeroTerminalSnr: z.boolean(),
  }),
  steps: z.number(),
  timesteps: numbers,
  initNoiseSigma: z.number(),
  final: numbers,
  mean: z.number(),
  deviation: z.number(),
  noised: numbers,
  denoised: numbers,
  finalOver: numbers,
});

/** diffusers 0.42.1 on a toy model, out = 0.5 · input + 0.1 · t / 1000, from torch's seed 0. */
const RUNS = z.array(goldenSchema).parse(vectors.runs);

const NEAR = 1e-5;
/** diffusers' tables are of float32, and of a cosine's least noise, where Karras levels end as well, that leaves few digits. */
const NEAR_OF_LEAST_NOISE = 2e-4;
const INTERPOLATED_NEAR = 3e-3;

function expectClose(actual: readonly number[], expected: readonly number[], near: number): void {
  expect(actual).toHaveLength(expected.length);
  const wrong = expected.flatMap((value, i) => {
    const own = actual[i] ?? Number.NaN;
    return Math.abs(own - value) <= near * Math.max(1, Math.abs(value)) ? [] : [[own, value]];
  });
  expect(wrong).toEqual([]);
}

/** All steps from `begin` on: the clean sample that the first one implies, and the last one's sample. */
function denoise(
  scheduler: Scheduler,
  start: Float32Array,
  begin: number,
  drawNoise: () => Float32Array,
) {
  let last = start;
  const implied = scheduler.timesteps.slice(begin).map((timestep, i) => {
    const input = scheduler.scaleModelInput(last, begin + i);
    const output = input.map((x) => 0.5 * x + (0.1 * timestep) / 1000);
    const step = scheduler.step(output, begin + i, last, drawNoise);
    last = step.sample;
    return step.denoised;
  });
  return { first: implied[0] ?? new Float32Array(), last };
}

describe.each(RUNS)('$title', (golden) => {
  const interpolated = /(karras|exponential|beta|ays)$/.test(golden.name);
  const inFractions = golden.name.endsWith('sgm-uniform');
  const cosine = golden.config.betaSchedule === 'squaredcos_cap_v2';
  const near = interpolated || cosine ? NEAR_OF_LEAST_NOISE : NEAR;
  const fresh = () =>
    SCHEDULERS[golden.name].create({ trainSteps: 1000, ...golden.config }, golden.steps);

  test('from noise to the end', () => {
    const scheduler = fresh();
    expectClose(
      scheduler.timesteps,
      golden.timesteps,
      interpolated ? INTERPOLATED_NEAR : inFractions ? NEAR : 0,
    );
    expectClose([scheduler.initNoiseSigma], [golden.initNoiseSigma], near);
    const generator = new CpuGenerator(0n);
    const drawNoise = () => generator.normal(256);
    const noise = drawNoise().map((x) => x * scheduler.initNoiseSigma);
    const { last: sample } = denoise(scheduler, noise, 0, drawNoise);
    const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
    const squares = sample.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    expectClose([...sample.subarray(0, 4)], golden.final, near);
    expectClose(
      [mean, Math.sqrt(squares / (sample.length - 1))],
      [golden.mean, golden.deviation],
      near,
    );
  });

  test('from the middle to the end, as a picture is painted over', () => {
    const generator = new CpuGenerator(0n);
    const drawNoise = () => generator.normal(256);
    const [noise, clean] = [drawNoise(), drawNoise()];
    const scheduler = fresh();
    const middle = Math.floor(golden.steps / 2) * (scheduler.callsPerStep ?? 1);
    const sample = scheduler.addNoise(clean, noise, middle);
    expectClose([...sample.subarray(0, 4)], golden.noised, near);
    const { first, last } = denoise(scheduler, sample, middle, drawNoise);
    expectClose([...first.subarray(0, 4)], golden.denoised, near);
    expectClose([...last.subarray(0, 4)], golden.finalOver, near);
  });
});

/** What diffusers' own schedulers of these names cannot do. */
const isWithoutZeroSnr = (name: string) => /^(lms|pndm|heun)/.test(name);
const WITHOUT_SAMPLE = new Set(['euler-ancestral', 'pndm']);

test('there is a run of every scheduler on every kind of schedule that diffusers has for it', () => {
  for (const name of Object.keys(SCHEDULERS)) {
    const kinds = RUNS.filter((run) => run.name === name).map(({ config }) => config);
    const seen = (key: keyof (typeof kinds)[number]) => new Set(kinds.map((own) => own[key])).size;
    expect({ name, betas: seen('betaSchedule') }).toEqual({ name, betas: 3 });
    const predictions = WITHOUT_SAMPLE.has(name) ? 2 : 3;
    expect({ name, predictions: seen('predictionType') }).toEqual({ name, predictions });
    expect({ name, spacings: seen('timestepSpacing') }).toEqual({ name, spacings: 3 });
    const snr = isWithoutZeroSnr(name) ? 1 : 2;
    expect({ name, snr: seen('zeroTerminalSnr') }).toEqual({ name, snr });
  }
});

test.each(Object.keys(SCHEDULERS).filter(isSchedulerName))(
  '%s: nothing but numbers from noise to the end on a zero SNR, at any count of steps',
  (name) => {
    const config: SchedulerConfig = {
      trainSteps: 1000,
      betaStart: 0.00085,
      betaEnd: 0.012,
      betaSchedule: 'scaled_linear',
      predictionType: 'v_prediction',
      timestepSpacing: 'trailing',
      stepsOffset: 0,
      setAlphaToOne: true,
      clipSample: false,
      clipSampleRange: 1,
      zeroTerminalSnr: true,
    };
    for (const steps of [1, 2, 3, 5, 150]) {
      const scheduler = SCHEDULERS[name].create(config, steps);
      const generator = new CpuGenerator(0n);
      const drawNoise = () => generator.normal(256);
      const noise = drawNoise().map((x) => x * scheduler.initNoiseSigma);
      const { last } = denoise(scheduler, noise, 0, drawNoise);
      expect({ steps, finite: last.every(Number.isFinite) }).toEqual({ steps, finite: true });
      expect(scheduler.steps).toBe(steps);
    }
  },
);

test.each(['euler-ays', 'heun-ays', 'dpm++2m-ays'] as const)(
  '%s: ten steps are those that its paper gives',
  (name) => {
    const [plain] = RUNS.filter(({ title }) => title.includes('Stable Diffusion'));
    if (!plain) throw new Error('There is no golden run of Stable Diffusion.');
    const { timesteps: calls } = SCHEDULERS[name].create({ trainSteps: 1000, ...plain.config }, 10);
    const paper = [999, 850, 736, 645, 545, 455, 343, 233, 124, 24];
    expect([...new Set(calls)]).toEqual(paper);
  },
);

const HASHES = z.record(z.string(), z.array(z.string())).parse(timesteps);

test.each(Object.entries(HASHES))(
  '%s: the timesteps of 1 to 150 steps are diffusers’',
  (title, hashes) => {
    const [name = '', spacing = ''] = title.split(', ');
    const config = z
      .object({
        name: z.string().refine(isSchedulerName),
        spacing: goldenSchema.shape.config.shape.timestepSpacing,
      })
      .parse({ name, spacing });
    const [plain] = RUNS.filter(({ title: of }) => of.includes('Stable Diffusion'));
    if (!plain) throw new Error('There is no golden run of Stable Diffusion.');
    const other = hashes.flatMap((hash, i) => {
      const own = { trainSteps: 1000, ...plain.config, timestepSpacing: config.spacing };
      const text = SCHEDULERS[config.name].create(own, i + 1).timesteps.join(',');
      return createHash('sha256').update(text).digest('hex').startsWith(hash) ? [] : [i + 1];
    });
    expect(hashes).toHaveLength(150);
    expect(other).toEqual([]);
  },
);
