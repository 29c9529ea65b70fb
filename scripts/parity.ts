// `npm run parity`: pictures of this code against diffusers', on models of Stable Diffusion 1.x's very
// architecture with random weights: twins, converted by the training package.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine, misused, wholeNumber } from './command-line.mjs';
import sharp from 'sharp';
import { psnr } from '@/lib/diffusion/image';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase, type GenerateRequest, type Base } from '@/lib/models/base';
import { readModelFolder } from '@/lib/models/model-folder';
import { decodePicture, encodePng } from '@/lib/jobs/png';
import { runtimeVersions } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import type { SchedulerName } from '@/lib/diffusion/schedulers';
import { replaceSection } from './markdown';
import { trainingPython } from './python.mjs';
import { Twins } from './twins';

const HELP = `npm run parity -- [--size small|published] [--steps 20] [--cases N] [--keep FOLDER] [--write]

One JSON line for each picture: PSNR in dB against diffusers' own picture of the same weights, prompt and
seed. The published size needs 20 GB of disk, 11 GB of memory and an hour on a CPU; small takes a minute.
--cases takes the first N of them only. What --keep keeps is not made again, but our pictures are. --write puts
the result into docs/parity.md.`;

const { values } = commandLine(HELP, {
  options: {
    size: { type: 'string', default: 'small' },
    steps: { type: 'string', default: '20' },
    cases: { type: 'string' },
    keep: { type: 'string' },
    write: { type: 'boolean' },
    /** Only paints the case of that number, for `ours`. */
    paint: { type: 'string' },
  },
});
if (!['small', 'published'].includes(values.size)) {
  misused(`--size is small or published, and not “${values.size}”.`);
}
const steps = wholeNumber('steps', values.steps);

const PROMPT = 'a white tiger and a blue elephant';
const NEGATIVE = 'blurry';
const SEED = 42;
const GUIDANCE = 7.5;

interface Case {
  readonly model: 'vanilla' | 'sur' | 'ella';
  readonly scheduler: SchedulerName;
  readonly dtype: 'fp32' | 'fp16';
  /** Of painting over the picture of the first case. */
  readonly strength?: number;
}
const CASES: readonly [Case, ...Case[]] = [
  { model: 'vanilla', scheduler: 'ddim', dtype: 'fp32' },
  { model: 'vanilla', scheduler: 'euler', dtype: 'fp32' },
  { model: 'vanilla', scheduler: 'dpm++2m-karras', dtype: 'fp32' },
  { model: 'sur', scheduler: 'dpm++2m-karras', dtype: 'fp32' },
  { model: 'ella', scheduler: 'dpm++2m-karras', dtype: 'fp32' },
  { model: 'vanilla', scheduler: 'dpm++2m-karras', dtype: 'fp16' },
  { model: 'sur', scheduler: 'dpm++2m-karras', dtype: 'fp16' },
  { model: 'ella', scheduler: 'dpm++2m-karras', dtype: 'fp16' },
  { model: 'vanilla', scheduler: 'ddim', dtype: 'fp32', strength: 0.6 },
  { model: 'ella', scheduler: 'euler', dtype: 'fp32', strength: 0.6 },
  { model: 'vanilla', scheduler: 'dpm++2m-karras', dtype: 'fp32', strength: 0.6 },
];

const python = trainingPython();
if (!python) {
  console.error('Needs Python 3.11 or newer with venv, for PyTorch and diffusers.');
  process.exit(1);
}
const folder = values.keep ?? (await mkdtemp(path.join(tmpdir(), 'sarovar-parity-')));
await mkdir(folder, { recursive: true });
const twins = new Twins(python, folder, values.size);

const sessions = new SessionPool();
const options = { sessions, device: 'cpu', threads: 0, verifyHashes: true } as const;

async function conditionerOf(base: Base, { model, dtype }: Case) {
  if (model === 'vanilla') return base.vanilla;
  const never = () => Promise.reject(new Error('No language model is needed here.'));
  const adapter = await readAdapterFolder(twins.adapter(model, dtype));
  return openAdapter(adapter, base, never, options);
}

/** The file of a case's picture. */
function fileOf({ model, scheduler, dtype, strength }: Case, whose: string): string {
  const begin = strength === undefined ? '' : '-over';
  return twins.at(`${model}-${scheduler}-${values.steps}-${dtype}${begin}-${whose}.png`);
}

/** The picture of the first case, by diffusers: what the last cases paint over. */
const INITIAL = fileOf(CASES[0], 'diffusers');

async function paint(one: Case): Promise<void> {
  const { scheduler, dtype, strength } = one;
  const base = await openBase(twins.base(dtype), options);
  const { width, height } = base.manifest.defaults;
  const request: GenerateRequest = {
    prompt: PROMPT,
    negativePrompt: NEGATIVE,
    seeds: [BigInt(SEED)],
    scheduler,
    width,
    height,
    steps,
    guidanceScale: GUIDANCE,
    guidanceRescale: 0,
    noise: 'cpu',
    previewEvery: 0,
    initImage:
      strength === undefined
        ? undefined
        : {
            image: await decodePicture(await readFile(INITIAL), width, height),
            strength,
          },
  };
  const [image] = await base.generate(request, {}, [await conditionerOf(base, one)]);
  if (image) await writeFile(fileOf(one, 'ours'), await encodePng(image));
}

function pixels(file: string): Promise<Uint8Array> {
  return sharp(file).removeAlpha().raw().toBuffer();
}

/** Paints in a process of its own: together the models would not fit into memory. */
function ours(one: Case): Promise<Uint8Array> {
  const again = ['--import', 'tsx', 'scripts/parity.ts', ...process.argv.slice(2)];
  const place = ['--keep', folder, '--paint', String(CASES.indexOf(one))];
  execFileSync(process.execPath, [...again, ...place], { stdio: 'inherit' });
  return pixels(fileOf(one, 'ours'));
}

/** The file of a case's picture by diffusers, always in fp32: the same weights before they were rounded. */
const fileOfTheirs = (one: Case) => fileOf({ ...one, dtype: 'fp32' }, 'diffusers');

/** What makes diffusers paint a case. */
function reference(one: Case): string[] {
  const { model, scheduler, strength } = one;
  const over = strength ? ['--initial', INITIAL, '--strength', String(strength)] : [];
  const settings = ['--scheduler', scheduler, '--steps', values.steps, '--seed', String(SEED)];
  const texts = ['--prompt', PROMPT, '--negative', NEGATIVE, '--guidance', String(GUIDANCE)];
  const method = twins.referenceOf(model);
  const file = fileOfTheirs(one);
  return ['reference', twins.source, file, ...settings, ...texts, ...method, ...over];
}

/** A row of the table in the documentation. */
function row({ model, scheduler, dtype, strength }: Case, dB: number, differing: number): string {
  const begin = strength === undefined ? 'noise' : `a picture, strength ${strength}`;
  const share = `${(100 * differing).toPrecision(2)} %`;
  return `| ${[model, scheduler, dtype, begin, dB === Infinity ? 'equal' : `${dB.toFixed(1)} dB`, share].join(' | ')} |`;
}

const only = CASES[Number(values.paint)];
if (only) {
  await paint(only);
  await sessions.close();
  process.exit();
}
const rows: string[] = [];
const cases = CASES.slice(
  0,
  values.cases === undefined ? undefined : wholeNumber('cases', values.cases),
);
const missing = new Map(cases.map((one) => [fileOfTheirs(one), reference(one)]));
twins.trainEach([...missing].filter(([file]) => !existsSync(file)).map(([, args]) => args));
for (const one of cases) {
  const [mine, their] = [await ours(one), await pixels(fileOfTheirs(one))];
  const differing = mine.filter((value, i) => value !== their[i]).length / mine.length;
  const dB = psnr(mine, their);
  const line = { ...one, steps, psnr: dB === Infinity ? 'equal' : dB };
  console.log(JSON.stringify({ ...line, differing }));
  rows.push(row(one, dB, differing));
}
if (values.write) {
  const { width, height } = (await readModelFolder(twins.base('fp32'))).manifest.defaults;
  const folders = ['fp32', 'sur-fp32', 'ella-fp32', 'fp16', 'sur-fp16', 'ella-fp16'];
  const made = folders.filter((name) => existsSync(twins.at(name)));
  const verified = made.flatMap((name) => twins.verified(name).map((said) => `- ${name}: ${said}`));
  const table = `${values.steps} steps, ${width} × ${height} pixels, on ${cpus()[0]?.model ?? 'a CPU'}, onnxruntime-node ${runtimeVersions().onnxruntime}:

| model | scheduler | numbers | begins with | PSNR | 8-bit values that differ |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

What \`convert --verify\` found for each file against PyTorch:

${verified.join('\n')}`;
  replaceSection('docs/parity.md', `parity-${values.size}`, table);
}
if (!values.keep) await rm(folder, { recursive: true });
