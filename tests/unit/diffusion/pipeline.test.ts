import { at } from '@/lib/at';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { denoise, type Networks, type PipelineRequest } from '@/lib/diffusion/pipeline';
import { isSchedulerName, SCHEDULERS, type SchedulerConfig } from '@/lib/diffusion/schedulers';
import { tensor, type Tensor } from '@/lib/diffusion/tensor';
import vectors from '@/tests/fixtures/vectors/diffusers.json';

const CONFIG: SchedulerConfig = {
  trainSteps: 1000,
  betaStart: 0.00085,
  betaEnd: 0.012,
  betaSchedule: 'scaled_linear',
  predictionType: 'epsilon',
  stepsOffset: 1,
  setAlphaToOne: false,
  zeroTerminalSnr: false,
  clipSample: false,
  clipSampleRange: 1,
};
const REQUEST: PipelineRequest = {
  prompt: 'a fox',
  negativePrompt: 'a hat',
  seeds: [1n],
  noise: 'cpu',
  guidanceScale: 3,
  guidanceRescale: 0,
  latentShape: [3, 2, 2],
  previewEvery: 0,
};

/** What a UNet was asked: how many halves of pictures, and how many tokens each of them has. */
type Call = readonly [batch: number, tokens: number];

/** Networks whose prediction depends on all of a picture's text states, and on nobody else's. */
function networks(calls: Call[] = []): Networks {
  const three = (x: number) => tensor(new Float32Array(12).fill(x), [1, 3, 2, 2]);
  return {
    unet(sample, timestep, states) {
      const [batch = 0, tokens = 0, width = 0] = states.dims;
      calls.push([batch, tokens]);
      const pooled = Array.from({ length: batch }, (_, row) =>
        states.data
          .subarray(row * tokens * width, (row + 1) * tokens * width)
          .reduce((sum, x, i) => sum + x * Math.cos(i), 0),
      );
      const size = sample.data.length / batch;
      const out = sample.data.map(
        (x, i) => 0.5 * x + 0.1 * at(pooled, Math.floor(i / size)) + timestep / 1e4,
      );
      return Promise.resolve(tensor(out, sample.dims));
    },
    decode: (latents) => Promise.resolve(latents),
    encode: () => Promise.resolve({ mean: three(0.3), std: three(0.1) }),
  };
}

/** A method whose text states have so many tokens of two numbers. */
function method(tokens: number): Conditioner {
  const states = (prompt: string): Tensor =>
    tensor(
      Float32Array.from({ length: tokens * 2 }, (_, i) => Math.sin(prompt.length * (i + tokens))),
      [1, tokens, 2],
    );
  return (prompts) => Promise.resolve(prompts.map((prompt) => ({ at: () => states(prompt) })));
}

const STEPS = 3;
const scheduler = () => SCHEDULERS.ddim.create(CONFIG, STEPS);

test.each([[[5, 3]], [[3, 5]], [[3, 5, 5, 3]], [[64, 77, 141]]])(
  'methods of %j tokens make together what each makes alone, in calls of their own',
  async (counts) => {
    const known = new Map(counts.map((count) => [count, method(count)]));
    const conditioners = counts.map((count) => known.get(count) ?? method(count));
    const seeds = counts.map(() => 7n);
    const calls: Call[] = [];
    const together = await denoise(networks(calls), conditioners, scheduler(), {
      ...REQUEST,
      seeds,
    });
    for (const [i, conditioner] of conditioners.entries()) {
      const [alone] = await denoise(networks(), [conditioner], scheduler(), {
        ...REQUEST,
        seeds: [7n],
      });
      expect(together[i]).toEqual(alone);
    }
    const runs = counts.filter((count, i) => count !== counts[i - 1]);
    expect(calls.map(([, tokens]) => tokens)).toEqual(Array(STEPS).fill(runs).flat());
  },
);

test('a picture with regions is asked for in all of them at once, and is the same beside others', async () => {
  const whole = { left: 0, top: 0, right: 1, bottom: 1 };
  const plain = method(4);
  const inRegions: Conditioner = async (prompts, timesteps) => {
    const [negative, own] = await plain(prompts, timesteps);
    const [left, right] = await plain(['one', 'another one'], timesteps);
    if (!negative || !own || !left || !right) throw new Error('Four prompts have four states.');
    const regions = [
      { box: { ...whole, right: 0.5 }, at: () => left.at(0) },
      { box: { ...whole, left: 0.5 }, at: () => right.at(0) },
    ];
    return [negative, { at: () => own.at(0), regions }];
  };
  const calls: Call[] = [];
  const conditioners = [plain, inRegions, inRegions];
  const request = { ...REQUEST, seeds: [7n, 7n, 8n], guidanceTo: 0.7 };
  const together = await denoise(networks(calls), conditioners, scheduler(), request);
  // Two steps with the negative half, and one without.
  expect(calls.map(([batch]) => batch)).toEqual([2, 8, 2, 8, 1, 6]);
  for (const [i, conditioner] of conditioners.entries()) {
    const own = { ...request, seeds: request.seeds.slice(i, i + 1) };
    expect([together[i]]).toEqual(await denoise(networks(), [conditioner], scheduler(), own));
  }
  expect(together[1]).not.toEqual(together[0]);
});

test('neighbours of equally many tokens share a call, so many as memory is for', async () => {
  const conditioner = method(4);
  const calls: Call[] = [];
  const seeds = [1n, 2n, 3n, 4n, 5n];
  await denoise(
    networks(calls),
    seeds.map(() => conditioner),
    scheduler(),
    {
      ...REQUEST,
      seeds,
      maxBatchSize: 2,
    },
  );
  expect(calls.slice(0, 3)).toEqual([
    [4, 4],
    [4, 4],
    [2, 4],
  ]);
  expect(calls).toHaveLength(3 * STEPS);
});

test.each([
  [[5, 5, 3], Infinity, 1],
  [[5, 5, 3, 3], Infinity, 2],
  [[5, 5, 5, 5], Infinity, 4],
  [[5, 5, 5, 5, 3, 3], 3, 2],
  [[5, 5, 5, 5], 3, 2],
])(
  'where the size of a call must not change, pictures of %j tokens by %d at most share calls of %d',
  async (counts, maxBatchSize, size) => {
    const known = new Map(counts.map((count) => [count, method(count)]));
    const conditioners = counts.map((count) => known.get(count) ?? method(count));
    const request = { ...REQUEST, seeds: counts.map(() => 7n), maxBatchSize };
    const calls: Call[] = [];
    const same = { ...request, sameBatchSize: true };
    const together = await denoise(networks(calls), conditioners, scheduler(), same);
    expect(together).toEqual(await denoise(networks(), conditioners, scheduler(), request));
    expect(calls).toHaveLength((counts.length / size) * STEPS);
    expect(new Set(calls.map(([batch]) => batch))).toEqual(new Set([2 * size]));
  },
);

const taken = z.array(z.tuple([z.number(), z.number(), z.number()])).parse(vectors.stepsTaken);

test(`painting over takes as many steps as diffusers does, in ${taken.length} cases`, async () => {
  const image = { width: 2, height: 2, rgb: new Uint8Array(12) };
  const found = await Promise.all(
    taken.map(async ([steps, strength]) => {
      const calls: Call[] = [];
      const whole = SCHEDULERS.ddim.create(CONFIG, steps);
      const request = { ...REQUEST, initImage: { image, strength } };
      await denoise(networks(calls), [method(3)], whole, request);
      return [steps, strength, calls.length];
    }),
  );
  expect(found).toEqual(taken);
});

const NAMES = Object.keys(SCHEDULERS).filter(isSchedulerName);
const INITIAL = { width: 2, height: 2, rgb: new Uint8Array(12).fill(90) };

test.each(NAMES)(
  '%s: a picture is the same alone and in a batch, with noise of its own',
  async (name) => {
    for (const initImage of [undefined, { image: INITIAL, strength: 0.7 }]) {
      const paint = (seeds: bigint[]) => {
        const conditioner = method(3);
        return denoise(
          networks(),
          seeds.map(() => conditioner),
          SCHEDULERS[name].create(CONFIG, 6),
          { ...REQUEST, seeds, initImage },
        );
      };
      const [, second, third] = await paint([1n, 2n, 2n]);
      expect(await paint([2n])).toEqual([second]);
      expect(third).toEqual(second);
    }
  },
);

test.each(NAMES)('%s: progress counts the steps that were asked for', async (name) => {
  for (const [strength, first] of [
    [undefined, 0],
    [0.5, 3],
    [0.1, 6],
  ] as const) {
    const initImage = strength === undefined ? undefined : { image: INITIAL, strength };
    const steps: number[] = [];
    const calls: Call[] = [];
    let asked = 0;
    const told = new Set<number>();
    await denoise(
      networks(calls),
      [method(3)],
      SCHEDULERS[name].create(CONFIG, 6),
      { ...REQUEST, initImage },
      {
        onStep: (report) => {
          steps.push(report.step);
          asked = calls.length;
          told.add(report.steps);
        },
      },
    );
    const left = 6 - first;
    expect(steps).toEqual(Array.from({ length: left }, (_, i) => i + 1));
    // The last step is done when the last call is.
    expect(asked).toBe(calls.length);
    expect([...told]).toEqual(left ? [left] : []);
  }
});

test('outside the interval of guidance only the prompt’s own half is computed', async () => {
  const calls: Call[] = [];
  const request = { ...REQUEST, guidanceFrom: 0.34, guidanceTo: 0.67 };
  await denoise(networks(calls), [method(4)], scheduler(), request);
  expect(calls.map(([batch]) => batch)).toEqual([1, 2, 1]);
});

test('an interval of no step paints as the prompt’s own half alone does', async () => {
  const [none] = await denoise(networks(), [method(4)], scheduler(), {
    ...REQUEST,
    guidanceTo: 0.1,
  });
  const [off] = await denoise(networks(), [method(4)], scheduler(), {
    ...REQUEST,
    guidanceScale: 1,
  });
  expect(none).toEqual(off);
});

test.each(['APG', 'CFG_ZERO_STAR'] as const)(
  '%s paints each picture of a batch as it paints it alone, and otherwise than plain guidance',
  async (guidanceMode) => {
    async function latentsOf(seeds: bigint[], mode?: typeof guidanceMode): Promise<number[]> {
      const conditioner = method(4);
      let latents: number[] = [];
      await denoise(
        networks(),
        seeds.map(() => conditioner),
        scheduler(),
        // A negative prompt that this network can tell from the prompt.
        { ...REQUEST, negativePrompt: 'a red hat', seeds, guidanceMode: mode },
        {
          onStep: ({ denoised }) => {
            latents = [...denoised.data];
          },
        },
      );
      return latents;
    }
    const together = await latentsOf([1n, 2n], guidanceMode);
    expect(together).toEqual([
      ...(await latentsOf([1n], guidanceMode)),
      ...(await latentsOf([2n], guidanceMode)),
    ]);
    expect(together).not.toEqual(await latentsOf([1n, 2n]));
  },
);
