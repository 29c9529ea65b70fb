import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openBase, type GenerateRequest } from '@/lib/models/base';
import { chooseDevice } from '@/lib/onnx/runtime';
import { psnr } from '@/lib/diffusion/image';
import { isSchedulerName, SCHEDULERS, type SchedulerName } from '@/lib/diffusion/schedulers';
import { suits } from '@/lib/diffusion/schedulers/names';
import { maxSigma } from '@/lib/diffusion/schedulers/schedule';
import { onCpu } from '@/tests/support/sessions';
import pictures from '@/tests/fixtures/vectors/pictures.json';

const base = await openBase('models/sarovar-64', { ...onCpu(2), verifyHashes: true });

const REQUEST: GenerateRequest = {
  prompt: 'three red balloons on a blue background',
  negativePrompt: '',
  seeds: [0n],
  steps: 4,
  guidanceScale: 4,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width: 64,
  height: 64,
  previewEvery: 0,
};

test.each(pictures)("$file is PyTorch's own picture, at 45 dB or more", async (picture) => {
  const [painted] = await base.generate({
    ...REQUEST,
    prompt: picture.prompt,
    seeds: [BigInt(picture.seed)],
    steps: picture.steps,
    guidanceScale: picture.guidanceScale,
  });
  const png = await readFile(`tests/fixtures/vectors/${picture.file}`);
  const expected = await sharp(png).removeAlpha().raw().toBuffer();
  expect(psnr(painted?.rgb ?? new Uint8Array(), expected)).toBeGreaterThanOrEqual(45);
});

const schedulers = Object.keys(SCHEDULERS)
  .filter(isSchedulerName)
  .filter((name) => suits(name, maxSigma(base.scheduler)));

test('every scheduler paints a picture of the same subject in 25 steps', async () => {
  const paint = async (scheduler: SchedulerName) => {
    const [painted] = await base.generate({ ...REQUEST, scheduler, steps: 25 });
    return painted?.rgb ?? new Uint8Array();
  };
  const plain = await paint('ddim');
  for (const scheduler of schedulers.filter((name) => name !== 'ddim')) {
    const stochastic = scheduler === 'euler-ancestral' || scheduler === 'ddpm';
    // Noise on the way leads to another picture; what is common to both is its background.
    const least = stochastic ? 9 : 16;
    expect(psnr(await paint(scheduler), plain), scheduler).toBeGreaterThan(least);
  }
});

// More steps than any of them looks back at.
test.each(schedulers)('%s gives the same bytes alone as in a batch', async (scheduler) => {
  const request = { ...REQUEST, scheduler, steps: 8 };
  const [, together] = await base.generate({ ...request, seeds: [3n, 0n] });
  expect((await base.generate(request))[0]).toEqual(together);
});

test('a seed gives the same bytes alone and in a batch', async () => {
  const [alone] = await base.generate({ ...REQUEST, seeds: [7n] });
  const batch = await base.generate({ ...REQUEST, seeds: [3n, 7n] });
  expect(batch.map((image) => image.seed)).toEqual([3n, 7n]);
  const [first, second] = batch;
  expect(second).toEqual(alone);
  expect(first?.rgb).not.toEqual(second?.rgb);
});

test('the same recipe gives the same bytes', async () => {
  const [once, again] = [await base.generate(REQUEST), await base.generate(REQUEST)];
  expect(once).toEqual(again);
});

test('each step is reported, some with a preview', async () => {
  const steps: number[] = [];
  const previews: number[] = [];
  await base.generate(
    { ...REQUEST, previewEvery: 2 },
    {
      onStep: (report) => {
        steps.push(report.step);
        if (report.previews) previews.push(report.step);
      },
    },
  );
  expect(steps).toEqual([1, 2, 3, 4]);
  expect(previews).toEqual([2]);
});

test('a preview is decoded where it is due and wanted, and asked about nowhere else', async () => {
  const asked: number[] = [];
  const shown: number[] = [];
  let step = 0;
  await base.generate(
    { ...REQUEST, steps: 6, previewEvery: 2 },
    {
      wantsPreview: () => asked.push(step + 1) > 1,
      onStep: (report) => {
        step = report.step;
        if (report.previews) shown.push(step);
      },
    },
  );
  expect({ asked, shown }).toEqual({ asked: [2, 4], shown: [4] });
});

test('a run can be cancelled between steps', async () => {
  const controller = new AbortController();
  let last = 0;
  const run = base.generate(REQUEST, {
    signal: controller.signal,
    onStep: ({ step }) => {
      last = step;
      if (step === 2) controller.abort(new Error('cancelled by the test'));
    },
  });
  await expect(run).rejects.toThrow('cancelled by the test');
  expect(last).toBe(2);
});

test('words that the model never saw are named', () => {
  const reading = base.read('Three azure balloons and a Pikachu');
  expect(reading.unknownWords).toEqual(['azure', 'pikachu']);
});

test('a size that the latents cannot have is refused', async () => {
  await expect(base.generate({ ...REQUEST, width: 65 })).rejects.toThrow(/multiples of 16/);
});

test('a device that is not there is refused, not replaced', () => {
  expect(chooseDevice('cpu')).toBe('cpu');
  expect(() => chooseDevice('tpu')).toThrow(/write auto, cpu or cuda:0/);
  // Where npm run cuda has been run, tests/gpu has the rest.
  if (chooseDevice('auto') !== 'cpu') return;
  expect(() => chooseDevice('cuda:1')).toThrow(/no CUDA provider; install it with npm run cuda/);
});
