// `npm run parity`: pictures of this code against diffusers', on models of Stable Diffusion 1.x's very
// architecture with random weights: twins, converted by the training package.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { psnr } from '@/lib/diffusion/image';
import { openAdapter, readAdapterFolder } from '@/lib/inference/adapter';
import { openBase, type Base } from '@/lib/inference/base';
import { decodePicture } from '@/lib/inference/png';
import type { SchedulerName } from '@/lib/diffusion/schedulers';
import { trainingPython } from './python.mjs';
import { Twins } from './twins';

const HELP = `npm run parity -- [--size small|published] [--steps 20] [--keep FOLDER]

One JSON line for each picture: PSNR in dB against diffusers' own picture of the same weights, prompt and
seed. The published size needs 20 GB of disk, 10 GB of memory and hours on a CPU; small takes a minute.
What --keep keeps is not made again.`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    size: { type: 'string', default: 'small' },
    steps: { type: 'string', default: '20' },
    keep: { type: 'string' },
  },
});
if (values.help || !['small', 'published'].includes(values.size)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

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
const CASES: readonly Case[] = [
  { model: 'vanilla', scheduler: 'ddim', dtype: 'fp32' },
  { model: 'vanilla', scheduler: 'euler', dtype: 'fp32' },
  { model: 'vanilla', scheduler: 'dpm++2m-karras', dtype: 'fp32' },
  { model: 'sur', scheduler: 'dpm++2m-karras', dtype: 'fp32' },
  { model: 'ella', scheduler: 'dpm++2m-karras', dtype: 'fp32' },
  { model: 'vanilla', scheduler: 'dpm++2m-karras', dtype: 'fp16' },
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

const options = { device: 'cpu', threads: 0, verifyHashes: true } as const;

async function conditionerOf(base: Base, model: Case['model']) {
  if (model === 'vanilla') return base.vanilla;
  const never = () => Promise.reject(new Error('No language model is needed here.'));
  const adapter = await readAdapterFolder(twins.adapter(model, 'fp32'));
  return openAdapter(adapter, base, never, options);
}

/** The picture of the first case, by diffusers: what the last cases paint over. */
const INITIAL = twins.at('vanilla-ddim-fp32.png');

async function ours({ model, scheduler, dtype, strength }: Case): Promise<Uint8Array> {
  const base = await openBase(twins.base(dtype), options);
  const { width, height } = base.manifest.defaults;
  const request = {
    ...{
      prompt: PROMPT,
      negativePrompt: NEGATIVE,
      seeds: [BigInt(SEED)],
      scheduler,
      width,
      height,
    },
    ...{ steps: Number(values.steps), guidanceScale: GUIDANCE, guidanceRescale: 0 },
    ...{ noise: 'cpu' as const, previewEvery: 0 },
    initial:
      strength === undefined
        ? undefined
        : {
            image: await decodePicture(await readFile(INITIAL), width, height),
            strength,
          },
  };
  const [image] = await base.paint(request, {}, [await conditionerOf(base, model)]);
  await base.close();
  return image?.rgb ?? new Uint8Array();
}

/** Paints with diffusers, in fp32: the same weights before they were rounded. */
async function theirs({ model, scheduler, dtype, strength }: Case): Promise<Uint8Array> {
  const over = strength ? ['--initial', INITIAL, '--strength', String(strength)] : [];
  const kind = strength ? '-over' : '';
  const file = twins.at(`${model}-${scheduler}-${dtype}${kind}.png`);
  const settings = ['--scheduler', scheduler, '--steps', values.steps, '--seed', String(SEED)];
  const texts = ['--prompt', PROMPT, '--negative', NEGATIVE, '--guidance', String(GUIDANCE)];
  const method = twins.referenceOf(model);
  twins.train('reference', twins.source, file, ...settings, ...texts, ...method, ...over);
  return sharp(file).removeAlpha().raw().toBuffer();
}

for (const one of CASES) {
  const [mine, reference] = [await ours(one), await theirs(one)];
  const differing = mine.filter((value, i) => value !== reference[i]).length;
  const dB = psnr(mine, reference);
  const line = { ...one, steps: Number(values.steps), psnr: dB === Infinity ? 'equal' : dB };
  console.log(JSON.stringify({ ...line, differing: differing / mine.length }));
}
if (!values.keep) await rm(folder, { recursive: true });
