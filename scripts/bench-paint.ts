// One measured process of the benchmarks: opens the base, paints, and prints one line of JSON.
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase, type GenerateRequest } from '@/lib/models/base';
import { openLanguageModel } from '@/lib/models/language-model';
import { chooseDevice, runtimeVersions } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import { commandLine, wholeNumber } from './command-line.mjs';

const { values } = commandLine(
  `One measured process of the benchmarks; prints a line of JSON.

  --model FOLDER   --llm FOLDER   --methods vanilla,FOLDER   --device cpu|cuda:0
  --steps N   --batch N   --threads N   --runs N   --warm N`,
  {
    options: {
      model: { type: 'string', default: 'models/sarovar-64' },
      steps: { type: 'string', default: '25' },
      batch: { type: 'string', default: '1' },
      threads: { type: 'string', default: '2' },
      /** `vanilla` and adapters' folders: a picture by each from the same noise, in one batch, instead of `batch`. */
      methods: { type: 'string', default: '' },
      llm: { type: 'string', default: 'models/smollm2-135m-instruct' },
      runs: { type: 'string', default: '3' },
      /** Steps of a picture that is painted first and not measured; 0 for none. */
      warm: { type: 'string', default: '2' },
      device: { type: 'string', default: 'cpu' },
    },
  },
);

const device = chooseDevice(values.device);
const sessions = new SessionPool();
const options = {
  sessions,
  device,
  threads: wholeNumber('threads', values.threads),
  verifyHashes: false,
};
const base = await openBase(values.model, options);

const llm = () => openLanguageModel(values.llm, { ...options, device: 'cpu' });

async function conditionerOf(method: string): Promise<Conditioner> {
  if (method === 'vanilla') return base.vanilla;
  return openAdapter(await readAdapterFolder(method), base, llm, options);
}
const names = values.methods.split(',').filter((name) => name !== '');
const conditioners = names.length > 0 ? await Promise.all(names.map(conditionerOf)) : undefined;
const { width, height, guidanceScale } = base.manifest.defaults;
const request: GenerateRequest = {
  prompt: 'three red balloons on a blue background',
  negativePrompt: '',
  seeds:
    conditioners?.map(() => 0n) ??
    Array.from({ length: wholeNumber('batch', values.batch) }, (_, i) => BigInt(i)),
  steps: wholeNumber('steps', values.steps),
  guidanceScale,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width,
  height,
  previewEvery: 0,
};
const warm = wholeNumber('warm', values.warm, 0);
if (warm > 0) await base.generate({ ...request, steps: warm }, {}, conditioners);
const seconds: number[] = [];
const stepSeconds: number[] = [];
const outside: number[] = [];
for (let run = 0; run < wholeNumber('runs', values.runs); run += 1) {
  const inside = sessions.busyMs;
  const begun = performance.now();
  let last: number | undefined;
  const onStep = () => {
    const now = performance.now();
    // The first of all steps makes the memory plan, too.
    if (last !== undefined) stepSeconds.push((now - last) / 1000);
    last = now;
  };
  await base.generate(request, { onStep }, conditioners);
  const wall = performance.now() - begun;
  seconds.push(wall / 1000);
  outside.push(1 - (sessions.busyMs - inside) / wall);
}
const peakMiB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, stepSeconds, outside, peakMiB, ...runtimeVersions() }));
await sessions.close();
