import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase, type Base, type GenerateRequest } from '@/lib/models/base';
import { openLanguageModel, type EmbeddedLanguageModel } from '@/lib/models/language-model';
import { onCpu } from '../support/sessions';

const models = process.env['SMOKE_MODELS'] ?? '';
const OPTIONS = { ...onCpu(2), verifyHashes: true };
const ADAPTERS = ['sur-kl', 'sur-cosine-3', 'sur-cosine-4', 'connector-clip', 'ella'];
const REQUEST: GenerateRequest = {
  prompt: 'three red balloons',
  negativePrompt: '',
  seeds: [7n],
  steps: 4,
  guidanceScale: 4,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width: 128,
  height: 128,
  previewEvery: 0,
};

let base: Base;
let languageModel: EmbeddedLanguageModel;
const methods = new Map<string, Conditioner>();

beforeAll(async () => {
  base = await openBase(path.join(models, 'sarovar-128'), OPTIONS);
  languageModel = await openLanguageModel('models/smollm2-135m-instruct', OPTIONS);
  methods.set('vanilla', base.vanilla);
  for (const name of ADAPTERS) {
    const folder = await readAdapterFolder(path.join(models, `sarovar-128-${name}`));
    expect(folder.manifest.model).toBe(name);
    const embedded = () => Promise.resolve(languageModel);
    methods.set(name, await openAdapter(folder, base, embedded, OPTIONS));
  }
});

test('methods painted together give the same bytes as each alone, whatever their tokens', async () => {
  const conditioners = [...methods.values()];
  const seeds = conditioners.map(() => 7n);
  const together = await base.generate({ ...REQUEST, seeds }, {}, conditioners);
  for (const [index, conditioner] of conditioners.entries()) {
    const [alone] = await base.generate(REQUEST, {}, [conditioner]);
    expect(together[index]).toEqual(alone);
  }
});

test('ELLA’s states differ from step to step, the others’ do not', async () => {
  const timesteps = [999, 500, 1];
  for (const [name, conditioner] of methods) {
    const [states] = await conditioner(['a dog'], timesteps);
    const changes = states?.at(0) !== states?.at(2);
    expect([name, changes]).toEqual([name, ['ella', 'connector-clip'].includes(name)]);
    if (changes) expect(() => states?.at(3)).toThrow('There is no step 3 of 3.');
  }
});

test('an adapter of another UNet is refused with one sentence', async () => {
  const folder = await readAdapterFolder(path.join(models, 'sarovar-128-ella'));
  const manifest = { ...folder.manifest, adaptsUnetSha256: 'f'.repeat(64) };
  const embedded = () => Promise.resolve(languageModel);
  await expect(openAdapter({ ...folder, manifest }, base, embedded, OPTIONS)).rejects.toThrow(
    'sarovar-128-ella was trained on another UNet than that of sarovar-128; train it again.',
  );
});
