// One measured process of `npm run bench`: opens the base, paints, and prints one line of JSON.
import { parseArgs } from 'node:util';
import { openBase, type PaintRequest } from '@/lib/inference/base';
import { runtimeVersions } from '@/lib/inference/runtime';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'models/sarovar-64' },
    steps: { type: 'string', default: '25' },
    batch: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    runs: { type: 'string', default: '3' },
  },
});

const base = await openBase(values.model, {
  device: 'cpu',
  threads: Number(values.threads),
  verifyHashes: false,
});
const { width, height, guidanceScale } = base.manifest.defaults;
const request: PaintRequest = {
  prompt: 'three red balloons on a blue background',
  negativePrompt: '',
  seeds: Array.from({ length: Number(values.batch) }, (_, seed) => BigInt(seed)),
  steps: Number(values.steps),
  guidanceScale,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width,
  height,
  previewEvery: 0,
};
await base.paint({ ...request, steps: 2 });
const seconds: number[] = [];
const outside: number[] = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  const inside = base.runtimeMs();
  const begun = performance.now();
  await base.paint(request);
  const wall = performance.now() - begun;
  seconds.push(wall / 1000);
  outside.push(1 - (base.runtimeMs() - inside) / wall);
}
const peakMiB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, outside, peakMiB, ...runtimeVersions() }));
await base.close();
