// `npm run bench:sd` on the CPU and `npm run bench:gpu`: this code and diffusers on the same random weights
// of Stable Diffusion 1.5's size, each in processes of its own, in turn.
import { at } from '@/lib/at';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { nvidiaDriver } from './cuda-libraries.mjs';
import { format, replaceSection } from './markdown';
import { trainingPython } from './python.mjs';
import { Twins } from './twins';
import { commandLine } from './command-line.mjs';

const { values } = commandLine(
  `npm run bench:sd             seconds per step on the CPU: fp32, 4 steps, one picture
npm run bench:gpu            on a GPU, after npm run cuda: fp16, 25 steps, one picture and four

  --dtype fp32|fp16   --steps N   --batches 1,4   --threads N
  --size small        to try whether it runs, in a minute
  --keep FOLDER       where the models are made (10 GB) and found again
  --write             the result into docs/benchmarks and docs/speed.md`,
  {
    options: {
      device: { type: 'string', default: 'cpu' },
      dtype: { type: 'string' },
      size: { type: 'string', default: 'published' },
      steps: { type: 'string' },
      batches: { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
      keep: { type: 'string' },
      write: { type: 'boolean' },
    },
  },
);
const gpu = values.device !== 'cpu';
const dtype = values.dtype ?? (gpu ? 'fp16' : 'fp32');
const steps = values.steps ?? (gpu ? '25' : '4');
const batches = (values.batches ?? (gpu ? '1,4' : '1')).split(',');
const python = trainingPython();
if (!python) throw new Error('The comparison needs Python 3.11 or newer with venv.');

const measured = z.object({
  seconds: z.array(z.number()),
  stepSeconds: z.array(z.number()),
  peakMiB: z.number(),
  node: z.string().optional(),
  onnxruntime: z.string().optional(),
  torch: z.string().optional(),
  diffusers: z.string().optional(),
});
type Measured = z.infer<typeof measured>;

/** MiB that are taken on all GPUs now. */
function gpuMiB(): number {
  const query = ['--query-gpu=memory.used', '--format=csv,noheader,nounits'];
  const lines = execFileSync('nvidia-smi', query, { encoding: 'utf8' }).trim().split('\n');
  return lines.reduce((sum, line) => sum + Number(line), 0);
}

/** What a process printed last; on a GPU its peak is what the driver saw, for both sides alike. */
async function measure(command: string, args: readonly string[]): Promise<Measured> {
  const before = gpu ? gpuMiB() : 0;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let most = 0;
  const watch = gpu && setInterval(() => (most = Math.max(most, gpuMiB() - before)), 200);
  const ended = once(child, 'exit');
  const out = await text(child.stdout);
  await ended;
  if (watch) clearInterval(watch);
  const result = measured.parse(JSON.parse(out.trim().split('\n').at(-1) ?? ''));
  return gpu ? { ...result, peakMiB: most } : result;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return at(sorted, Math.floor(sorted.length / 2));
}

const folder = values.keep ?? (await mkdtemp(path.join(tmpdir(), 'sarovar-bench-')));
await mkdir(folder, { recursive: true });
const twins = new Twins(python, folder, values.size);
// Minutes a run on a CPU: one is enough there, without a picture before it.
const runs = gpu ? ['--runs', '3', '--warm', '2'] : ['--runs', '1', '--warm', '0'];
const common = ['--steps', steps, '--threads', values.threads, ...runs];

function ours(batch: string, methods: readonly string[] = []): Promise<Measured> {
  const paint = ['--import', 'tsx', 'scripts/bench-paint.ts', '--model', twins.base(dtype)];
  const what = methods.length > 0 ? ['--methods', methods.join(',')] : ['--batch', batch];
  return measure(process.execPath, [...paint, '--device', values.device, ...what, ...common]);
}

function theirs(batch: string, more: readonly string[] = []): Promise<Measured> {
  const bench = ['-m', 'sarovar_training', 'bench-diffusers', twins.source, '--batch', batch];
  const where = gpu ? ['--device', 'cuda', '--dtype', dtype] : [];
  return measure(python ?? '', [...bench, ...where, ...common, ...more]);
}

interface Row {
  readonly what: string;
  readonly seconds: number;
  readonly secondsPerStep: number;
  readonly peakMiB: number;
}
const rows: Row[] = [];
const versions: Partial<Measured> = {};

async function add(what: string, measuring: Promise<Measured>): Promise<void> {
  const { seconds, stepSeconds, peakMiB, ...own } = await measuring;
  Object.assign(versions, own);
  const row = { what, seconds: median(seconds), secondsPerStep: median(stepSeconds), peakMiB };
  console.log(JSON.stringify(row));
  rows.push(row);
}

for (const batch of batches) {
  const pictures = batch === '1' ? 'one picture' : `${batch} pictures`;
  await add(`Sarovar, ${pictures}`, ours(batch));
  await add(`diffusers, eager, ${pictures}`, theirs(batch));
  if (gpu) await add(`diffusers, compiled, ${pictures}`, theirs(batch, ['--compiled']));
}
const adapters = [twins.adapter('sur', dtype), twins.adapter('ella', dtype)];
await add(
  'Sarovar, one each by vanilla, SUR and ELLA, in one batch',
  ours('1', ['vanilla', ...adapters]),
);

const machine = gpu
  ? (nvidiaDriver()?.gpus[0] ?? 'GPU')
  : `${cpus()[0]?.model ?? 'CPU'}, ${values.threads} threads`;
const cells = rows.map(
  (row) =>
    `| ${row.what} | ${row.secondsPerStep.toFixed(gpu ? 4 : 2)} s | ${row.seconds.toFixed(gpu ? 2 : 1)} s | ` +
    `${(row.peakMiB / 1024).toFixed(1)} GiB |`,
);
const command = gpu ? 'npm run bench:gpu' : 'npm run bench:sd';
const table = `| ${dtype}, ${steps} DDIM steps with guidance | a step | in all | peak memory |
| --- | --- | --- | --- |
${cells.join('\n')}

Stable Diffusion 1.5's architecture with random weights, ${values.size === 'small' ? 'small' : '512 × 512'}. ${machine}; Node ${versions.node ?? ''}, onnxruntime-node
${versions.onnxruntime ?? ''}, PyTorch ${versions.torch ?? ''}, diffusers ${versions.diffusers ?? ''}. ELLA reads Flan-T5-XL’s whole encoder in fp32.
Command: \`${command}\`.`;
console.log(`\n${table}`);
if (values.write) {
  const name = gpu ? 'bench-gpu' : 'bench-sd';
  const file = `docs/benchmarks/${name}.json`;
  await writeFile(file, JSON.stringify({ machine, dtype, steps: Number(steps), versions, rows }));
  format(file);
  replaceSection('docs/speed.md', name, table);
}
if (!values.keep) await rm(folder, { recursive: true });
