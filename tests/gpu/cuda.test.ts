import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { psnr } from '@/lib/diffusion/image';
import { randn } from '@/lib/diffusion/noise';
import { tensor } from '@/lib/diffusion/tensor';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase, type Base, type GenerateRequest } from '@/lib/models/base';
import { DeviceError, InferenceError } from '@/lib/onnx/errors';
import { openLanguageModel } from '@/lib/models/language-model';
import { registerModels } from '@/lib/models/register';
import { chooseDevice, type Device } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';
import { prisma } from '@/lib/store/database';
import { trainingPython } from '@/scripts/python.mjs';
import { startDatabase } from '../support/database';
import { endWorker, startWorker, until } from '../support/worker';

// Started by `npm run test:gpu`, on a machine with a GPU, after `npm run cuda`.
const CUDA = chooseDevice('cuda:0');

const REQUEST: GenerateRequest = {
  prompt: 'three red balloons on a blue background',
  negativePrompt: '',
  seeds: [0n, 1n],
  steps: 10,
  guidanceScale: 4,
  guidanceRescale: 0,
  scheduler: 'dpm++2m-karras',
  noise: 'cpu',
  width: 64,
  height: 64,
  previewEvery: 0,
};

const sessions = new SessionPool();
afterAll(() => sessions.close());

const open = (device: Device) =>
  openBase('models/sarovar-64', { sessions, device, threads: 2, verifyHashes: false });

async function conditionerOf(base: Base, name: string) {
  if (name === 'vanilla') return base.vanilla;
  const folder = await readAdapterFolder(`models/sarovar-64-${name}`);
  const llm = () =>
    openLanguageModel('models/smollm2-135m-instruct', { sessions, device: 'cpu', threads: 2 });
  return openAdapter(folder, base, llm, {
    sessions,
    device: base.device,
    threads: 2,
    verifyHashes: false,
  });
}

test.each(['vanilla', 'sur-cosine-4000', 'sur-kl', 'ella', 'connector-clip'])(
  '%s paints on the GPU what it paints on the CPU, at 35 dB or more',
  async (name) => {
    const pictures: Uint8Array[][] = [];
    for (const device of ['cpu', CUDA] as const) {
      const base = await open(device);
      const conditioner = await conditionerOf(base, name);
      const painted = await base.generate(REQUEST, {}, [conditioner, conditioner]);
      pictures.push(painted.map(({ rgb }) => rgb));
    }
    const [onCpu = [], onGpu = []] = pictures;
    for (const [i, rgb] of onGpu.entries()) {
      expect(psnr(rgb, onCpu[i] ?? new Uint8Array())).toBeGreaterThanOrEqual(35);
    }
  },
);

test('the same recipe gives the same bytes twice', async () => {
  const base = await open(CUDA);
  expect(await base.generate(REQUEST)).toEqual(await base.generate(REQUEST));
});

test("philox noise is torch's on CUDA, to a few units in the last place", () => {
  const script =
    'import json, torch; g = torch.Generator("cuda").manual_seed(42); ' +
    'print(json.dumps(torch.randn(1, 4, 64, 64, generator=g, device="cuda").flatten().tolist()))';
  const python = trainingPython();
  if (!python) throw new Error('This test needs Python 3.11 with torch built for CUDA.');
  const theirs: unknown = JSON.parse(execFileSync(python, ['-c', script], { encoding: 'utf8' }));
  const ours = randn('philox', 42n, [1, 4, 64, 64]).data;
  if (!Array.isArray(theirs)) throw new Error('torch gave no list.');
  expect(ours).toHaveLength(theirs.length);
  const worst = Math.max(...ours.map((value, i) => Math.abs(value - Number(theirs[i]))));
  expect(worst).toBeLessThan(4e-6);
});

test('too little memory fails the picture and nothing else', async () => {
  const file = 'tests/fixtures/broken-unets/too-greedy.onnx';
  const where = { device: CUDA, threads: 1 };
  const network = await sessions.open(await weightsAt(file, 'unet/model.onnx', where));
  const feeds = {
    sample: tensor(new Float32Array(16 * 64), [1, 16, 8, 8]),
    timestep: tensor(Float32Array.of(0), []),
    encoder_hidden_states: tensor(new Float32Array(256), [1, 1, 256]),
  };
  const run = network.run(feeds, 'out_sample');
  await expect(run).rejects.toThrow(InferenceError);
  await expect(run).rejects.toThrow(/cuda:0 has too little memory for unet\/model\.onnx/);
  const base = await open(CUDA);
  expect(await base.generate(REQUEST)).toHaveLength(2);
});

test('a GPU that is not there is an error, not the CPU', async () => {
  await expect(open('cuda:99')).rejects.toThrow(DeviceError);
});

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

test('a worker on the GPU paints, and says so', async () => {
  const text = 'a yellow star';
  const prompt = await prisma().prompt.create({
    data: { text, normalizedText: text, category: 'COLOR', licence: 'CC0-1.0' },
  });
  const model = await prisma().model.findFirstOrThrow({ where: { method: 'VANILLA' } });
  const size = { width: 64, height: 64 };
  const { id } = await prisma().generation.create({
    data: {
      promptId: prompt.id,
      modelId: model.id,
      seed: 1n,
      steps: 5,
      guidanceScale: 4,
      scheduler: 'ddim',
      ...size,
    },
  });
  const worker = await startWorker({ DEVICE: CUDA });
  const row = await until(async () => {
    const now = await prisma().generation.findUniqueOrThrow({ where: { id } });
    return now.finishedAt ? now : undefined;
  });
  await endWorker(worker, 'SIGTERM');
  expect(row).toMatchObject({ status: 'SUCCEEDED', device: CUDA });
});
