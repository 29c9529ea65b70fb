// One measured process of `npm run bench`: opens the base, paints, and prints one line of JSON.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { openAdapter, readAdapterFolder } from '@/lib/inference/adapter';
import { openBase, type PaintRequest } from '@/lib/inference/base';
import { openLanguageModel } from '@/lib/inference/language-model';
import { runtimeVersions } from '@/lib/inference/runtime';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'models/sarovar-64' },
    steps: { type: 'string', default: '25' },
    batch: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    /** Model names: one picture by each from the same noise, in one batch, instead of `batch`. */
    methods: { type: 'string', default: '' },
    llm: { type: 'string', default: 'models/smollm2-135m-instruct' },
    runs: { type: 'string', default: '3' },
  },
});

const device = { device: 'cpu', threads: Number(values.threads), verifyHashes: false } as const;
const base = await openBase(values.model, device);

let languageModel: ReturnType<typeof openLanguageModel> | undefined;
/** Opened once, and only for a method that reads it. */
const llm = () => (languageModel ??= openLanguageModel(values.llm, 'cpu', device.threads));

/** The method of the base's adapter called `name`. */
async function conditionerOf(name: string): Promise<Conditioner> {
  if (name === 'vanilla') return base.vanilla;
  const models = path.dirname(values.model);
  const folders = (await readdir(models)).filter((f) =>
    f.endsWith(`${base.manifest.name}-${name}`),
  );
  const folder = await readAdapterFolder(path.join(models, folders[0] ?? name));
  return openAdapter(folder, base, llm, device);
}
const names = values.methods.split(',').filter((name) => name !== '');
const conditioners = names.length > 0 ? await Promise.all(names.map(conditionerOf)) : undefined;
const { width, height, guidanceScale } = base.manifest.defaults;
const request: PaintRequest = {
  prompt: 'three red balloons on a blue background',
  negativePrompt: '',
  seeds:
    conditioners?.map(() => 0n) ??
    Array.from({ length: Number(values.batch) }, (_, i) => BigInt(i)),
  steps: Number(values.steps),
  guidanceScale,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width,
  height,
  previewEvery: 0,
};
await base.paint({ ...request, steps: 2 }, {}, conditioners);
const seconds: number[] = [];
const outside: number[] = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  const inside = base.runtimeMs();
  const begun = performance.now();
  await base.paint(request, {}, conditioners);
  const wall = performance.now() - begun;
  seconds.push(wall / 1000);
  outside.push(1 - (base.runtimeMs() - inside) / wall);
}
const peakMiB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, outside, peakMiB, ...runtimeVersions() }));
await base.close();
