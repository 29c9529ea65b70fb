import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBase } from '@/lib/models/base';
import { ModelFolderError } from '@/lib/onnx/errors';
import { onCpu } from '@/tests/support/sessions';

const runtime = onCpu(1);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-model-'));
  await cp('models/sarovar-64', folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** The sentence with which opening the folder fails. */
async function complaint(verifyHashes = false): Promise<string> {
  const error: unknown = await openBase(folder, { ...runtime, verifyHashes }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelFolderError);
  return error instanceof Error ? error.message : '';
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const location = path.join(folder, file);
  await writeFile(location, change(await readFile(location, 'utf8')));
}

test('a folder that is not there', async () => {
  await expect(
    openBase(path.join(folder, 'nowhere'), { ...runtime, verifyHashes: false }),
  ).rejects.toThrow(/There is no model folder at/);
});

test('a missing network', async () => {
  await rm(path.join(folder, 'unet/model.onnx'));
  expect(await complaint()).toMatch(/unet\/model\.onnx/);
  expect(await complaint(true)).toMatch(/unet\/model\.onnx is missing/);
});

test('a missing manifest', async () => {
  await rm(path.join(folder, 'manifest.json'));
  expect(await complaint()).toMatch(/no readable manifest\.json/);
});

test('a truncated network', async () => {
  await truncate(path.join(folder, 'vae_decoder/model.onnx'), 5000);
  expect(await complaint()).toMatch(/vae_decoder\/model\.onnx is not a complete ONNX file/);
  expect(await complaint(true)).toMatch(/has 5000 bytes, not the \d+ of the manifest/);
});

test('a changed file', async () => {
  await edit('scheduler/scheduler_config.json', (text) => text.replace('1000', '1001'));
  expect(await complaint(true)).toMatch(/scheduler_config\.json does not have the SHA-256/);
});

test('a schedule that makes no sense', async () => {
  await edit('scheduler/scheduler_config.json', (text) => text.replace('v_prediction', 'w'));
  expect(await complaint()).toMatch(/scheduler_config\.json is not usable: prediction_type/);
});

test('files that do not fit together', async () => {
  await edit('unet/config.json', (text) => text.replace('"in_channels": 16', '"in_channels": 4'));
  expect(await complaint()).toMatch(/takes 16 channels, but unet\/config\.json says 4/);
});

test('networks that were swapped', async () => {
  await cp(path.join(folder, 'vae_decoder'), path.join(folder, 'text_encoder'), {
    recursive: true,
  });
  await cp(path.join(folder, 'text_encoder'), path.join(folder, 'unet'), { recursive: true });
  expect(await complaint()).toMatch(/text_encoder\/model\.onnx has no input "input_ids"/);
});

test('no tokenizer', async () => {
  await rm(path.join(folder, 'tokenizer/vocab.json'));
  expect(await complaint()).toMatch(/neither tokenizer\/vocab\.json/);
});

const RECIPE = {
  prompt: 'a dog', negativePrompt: '', seeds: [0n], width: 64, height: 64, guidanceScale: 1,
  guidanceRescale: 0, scheduler: 'ddim', noise: 'cpu', previewEvery: 0,
} as const;

test('more steps than a base was trained with', async () => {
  await edit('scheduler/scheduler_config.json', (text) => text.replace('1000', '50'));
  const base = await openBase(folder, { ...runtime, verifyHashes: false });
  await expect(base.generate({ ...RECIPE, steps: 51 })).rejects.toThrow(
    '51 steps are more than the 50 that this base was trained with; ask for fewer.',
  );
  expect(await base.generate({ ...RECIPE, steps: 50 })).toHaveLength(1);
});

test('a scheduler that does not say whether it clips does, as diffusers’ DDIM', async () => {
  const clips = async () =>
    (await openBase(folder, { ...runtime, verifyHashes: false })).scheduler.clipSample;
  expect(await clips()).toBe(false);
  await edit('scheduler/scheduler_config.json', (text) => text.replace(/"clip_sample": false,/, ''));
  expect(await clips()).toBe(true);
});

test('a network that gives no numbers', async () => {
  await edit('vae_decoder/config.json', (text) =>
    text.replace(/"scaling_factor": [\d.]+/, '"scaling_factor": 1e-45'),
  );
  const base = await openBase(folder, { ...runtime, verifyHashes: false });
  const painting = base.generate({ ...RECIPE, steps: 1 });
  await expect(painting).rejects.toThrow(/vae_decoder\/model\.onnx gave .* \(NaN\)/);
});
