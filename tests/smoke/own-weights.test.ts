import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { psnr } from '@/lib/diffusion/image';
import { openBase } from '@/lib/models/base';
import { trainingPython } from '@/scripts/python.mjs';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { onCpu } from '../support/sessions';

let stop: () => Promise<void>;
let place: string;
let python: string;

const at = (...parts: string[]) => path.join(place, ...parts);
const train = (...args: string[]) =>
  execFileSync(python, ['-m', 'sarovar_training', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** What `npm run models` prints. */
async function models(...args: string[]): Promise<string> {
  const command = ['--import', 'tsx', 'scripts/models.ts', ...args];
  const places = { MODELS_DIR: at('models'), DATA_DIR: at('data'), HF_HUB_CACHE: at('hub') };
  const env = { ...process.env, ...places, HF_HUB_OFFLINE: '1', DEVICE: 'cpu' };
  return (await promisify(execFile)(process.execPath, command, { env })).stdout.trim();
}

beforeAll(async () => {
  stop = await startDatabase();
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-own-weights-'));
  await mkdir(at('models'));
  const found = trainingPython();
  if (!found) throw new Error('Needs Python 3.11 or newer with venv.');
  python = found;
  train('twins', at('twins'), '--only', 'sd', 'single');
}, 600_000);

afterAll(async () => {
  await stop();
  await rm(place, { recursive: true });
});

const PROMPT = 'a red cat above a blue toy';

/** Paints with a folder of ours. */
async function ours(folder: string): Promise<Uint8Array> {
  const base = await openBase(folder, { ...onCpu(2), verifyHashes: true });
  const { width, height } = base.manifest.defaults;
  const [image] = await base.generate({
    prompt: PROMPT,
    negativePrompt: '',
    seeds: [7n],
    scheduler: 'ddim',
    steps: 10,
    guidanceScale: 5,
    guidanceRescale: 0,
    noise: 'cpu',
    width,
    height,
    previewEvery: 0,
  });
  if (!image) throw new Error('Nothing was painted.');
  return image.rgb;
}

/** Paints with diffusers, a picture for each: `from_single_file`, its VAE, `fuse_lora` and `load_textual_inversion`. */
async function theirs(changes: readonly (readonly string[])[]): Promise<Uint8Array[]> {
  const folder = await mkdtemp(at('diffusers-'));
  const settings = ['--scheduler', 'ddim', '--steps', '10', '--guidance', '5', '--seed', '7'];
  const from = at('twins/single/sd.safetensors');
  const paintings = changes.map((own, i) => {
    const out = path.join(folder, `${i}.png`);
    return { out, args: ['reference', from, out, '--prompt', PROMPT, ...settings, ...own] };
  });
  // In one process: each would import PyTorch and diffusers anew.
  const input = paintings.map(({ args }) => `${JSON.stringify(args)}\n`).join('');
  execFileSync(python, ['-m', 'sarovar_training', 'each'], { input, stdio: 'pipe' });
  return Promise.all(paintings.map(({ out }) => sharp(out).removeAlpha().raw().toBuffer()));
}

test('a single file with its VAE, LoRA and embedding is added by one command and paints as diffusers does', async () => {
  const single = (file: string) => at('twins/single', file);
  const lora = ['--lora', `${single('lora.safetensors')}:0.8`];
  const rest = ['--embedding', `${single('toy.safetensors')}:toy`, '--config', at('twins/sd')];
  const vae = ['--vae', single('vae.safetensors')];
  const own = single('sd.safetensors');
  const command = ['add', own, '--name', 'civit', ...vae, ...lora, ...rest];
  await expect(models(...command)).rejects.toThrow('State the licence');
  await expect(models(...command, '--licence', 'MIT', '--lora', single('no.pt'))).rejects.toThrow(
    `There is nothing at ${single('no.pt')}`,
  );
  expect(await readdir(at('models'))).toEqual([]);

  expect(await models(...command, '--licence', 'MIT')).toBe(
    'civit is registered; Create paints with it now.',
  );
  const folder = await realpath(at('models/civit'));
  expect(folder).toBe(await realpath(at('data/converted/civit')));
  const mine = await ours(folder);
  const [whole, ...lacking] = await theirs([
    [...vae, ...lora, ...rest],
    [...vae, ...rest],
    [...lora, ...rest],
    [...vae, ...lora, '--config', at('twins/sd')],
  ]);
  expect(psnr(mine, whole ?? new Uint8Array())).toBeGreaterThan(45);
  expect(lacking).toHaveLength(3);
  for (const left of lacking) expect(psnr(mine, left)).toBeLessThan(40);

  expect(await models('list')).toMatch(/^civit\tcivit vanilla\tVANILLA\tACTIVE/m);
  await expect(models(...command, '--licence', 'MIT')).rejects.toThrow(/called civit already/);
  expect(await models('remove', 'civit')).toBe('civit is removed, with what was converted for it.');
  expect(await readdir(at('data/converted'))).toEqual([]);
  expect(await prisma().base.count()).toBe(0);
}, 600_000);

test('an id of a hub is downloaded and converted, and what is on disk or ends like a file is not looked for there', async () => {
  const snapshot = at('hub/models--someone--twin/snapshots/abc');
  await cp(at('twins/sd'), snapshot, { recursive: true });
  await mkdir(at('hub/models--someone--twin/refs'));
  await writeFile(at('hub/models--someone--twin/refs/main'), 'abc');
  expect(await models('add', 'someone/twin', '--licence', 'MIT')).toMatch(/^twin is registered/);
  expect(await models('list')).toMatch(/^twin\ttwin vanilla/m);
  await writeFile(at('nonsense.ckpt'), 'echo');
  await expect(models('add', at('nonsense.ckpt'), '--licence', 'MIT')).rejects.toThrow(
    'holds no weights in a form that is read',
  );
  for (const missing of ['someone/twin.safetensors', './someone/twin', 'twin']) {
    await expect(models('add', missing, '--licence', 'MIT')).rejects.toThrow(
      `There is no file or folder at ${missing}.`,
    );
  }
  await expect(models('add', at('models/twin'), '--lora', 'x')).rejects.toThrow(
    '--lora is for weights that are converted',
  );
}, 600_000);
