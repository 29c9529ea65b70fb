import {
  cp,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importFolder, type ImportRequest } from '@/lib/models/import/import-folder';
import { ModelFolderError, InferenceError } from '@/lib/onnx/errors';
import { onCpu } from '@/tests/support/sessions';

const UNETS = 'tests/fixtures/broken-unets';

let place: string;
let modelsDir: string;
let folder: string;

/** A copy in which only changed files take space. */
async function copyOf(source: string, target: string): Promise<void> {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const from = path.join(entry.parentPath, entry.name);
    const to = path.join(target, path.relative(source, from));
    await mkdir(path.dirname(to), { recursive: true });
    await link(from, to).catch(() => cp(from, to));
  }
}

beforeEach(async () => {
  // Beside the models, so that hard links can be made.
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-import-'));
  modelsDir = path.join(place, 'models');
  folder = path.join(place, 'mine');
  await mkdir(modelsDir);
  await copyOf('models/sarovar-64', folder);
  await rm(path.join(folder, 'manifest.json'));
});
afterEach(() => rm(place, { recursive: true }));

const in_ = (file: string) => path.join(folder, file);
const runtime = onCpu(1);
const never = () => Promise.reject(new Error('No language model here.'));
const importIt = (request: Partial<ImportRequest> = {}) =>
  importFolder(
    { folder, licence: 'MIT', ...request },
    { modelsDir, languageModel: never, ...runtime, verifyHashes: false },
  );

/** Writes a file anew, so that the original, which shares its bytes, stays. */
async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(in_(file), 'utf8');
  await rm(in_(file));
  await writeFile(in_(file), change(text));
}

async function replaceBy(file: string, source: string): Promise<void> {
  await rm(in_(file));
  await cp(source, in_(file));
}

async function cut(file: string, bytes: number): Promise<void> {
  const whole = await readFile(in_(file));
  await rm(in_(file));
  await writeFile(in_(file), whole);
  await truncate(in_(file), bytes);
}

type Breakage = [what: string, sentence: RegExp, breakIt: () => Promise<unknown>];

const BROKEN: Breakage[] = [
  [
    'nothing in it',
    /neither a model_index\.json.*nor an adapter\.onnx/,
    async () => {
      await rm(folder, { recursive: true });
      await mkdir(folder);
    },
  ],
  [
    'a file instead of a folder',
    /is not a folder that can be read/,
    async () => {
      await rm(folder, { recursive: true });
      await writeFile(folder, 'x');
    },
  ],
  [
    'an index that is no JSON',
    /model_index\.json is not JSON/,
    () => rewrite('model_index.json', () => '{'),
  ],
  [
    'another pipeline',
    /says StableDiffusionXLPipeline, which is Stable Diffusion XL; only Stable Diffusion 1\.x/,
    () =>
      rewrite('model_index.json', (text) =>
        text.replace('StableDiffusionPipeline', 'StableDiffusionXLPipeline'),
      ),
  ],
  [
    'weights of PyTorch',
    /unet has diffusion_pytorch_model\.safetensors but no model\.onnx; convert the folder first/,
    async () => {
      await rm(in_('unet/model.onnx'));
      await writeFile(in_('unet/diffusion_pytorch_model.safetensors'), 'x');
    },
  ],
  [
    'no text encoder',
    /text_encoder\/model\.onnx is missing/,
    () => rm(in_('text_encoder'), { recursive: true }),
  ],
  ['no decoder', /vae_decoder\/model\.onnx is missing/, () => rm(in_('vae_decoder/model.onnx'))],
  [
    'no scheduler',
    /no readable scheduler\/scheduler_config\.json/,
    () => rm(in_('scheduler'), { recursive: true }),
  ],
  [
    'a schedule of another kind',
    /scheduler_config\.json is not usable: beta_schedule/,
    () =>
      rewrite('scheduler/scheduler_config.json', (text) =>
        text.replace(/"beta_schedule": "\w+"/, '"beta_schedule": "exotic"'),
      ),
  ],
  [
    'no tokenizer',
    /no readable tokenizer\/tokenizer_config\.json/,
    () => rm(in_('tokenizer'), { recursive: true }),
  ],
  [
    'a vocabulary without its ends',
    /The tokenizer is not usable/,
    () => rewrite('tokenizer/vocab.json', (text) => text.replace('<|startoftext|>', '<|nothing|>')),
  ],
  [
    'a UNet’s configuration without channels',
    /unet\/config\.json is not usable: in_channels/,
    () => rewrite('unet/config.json', (text) => text.replace('in_channels', 'channels')),
  ],
  [
    'an inpainting model',
    /says in_channels: 9, which is for inpainting/,
    () =>
      rewrite('unet/config.json', (text) => text.replace('"in_channels": 16', '"in_channels": 9')),
  ],
  [
    'a download that broke off',
    /unet\/model\.onnx is not a complete ONNX file/,
    () => cut('unet/model.onnx', 100_000),
  ],
  [
    'a Git LFS pointer',
    /vae_decoder\/model\.onnx is a Git LFS pointer/,
    () =>
      rewrite(
        'vae_decoder/model.onnx',
        () => 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n',
      ),
  ],
  [
    'weights that lie elsewhere',
    /unet\/model\.onnx keeps its weights in another file beside it, which is missing/,
    () => replaceBy('unet/model.onnx', `${UNETS}/external-data.onnx`),
  ],
  [
    'operators of CUDA',
    /unet\/model\.onnx uses operators that this device has no kernel for/,
    () => replaceBy('unet/model.onnx', `${UNETS}/fused-for-cuda.onnx`),
  ],
  [
    'a distilled UNet',
    /asks for timestep_cond as well/,
    () => replaceBy('unet/model.onnx', `${UNETS}/asks-for-more.onnx`),
  ],
  [
    'a UNet that no memory suffices for',
    /cpu has too little memory for unet\/model\.onnx at this size; choose a smaller one/,
    () => replaceBy('unet/model.onnx', `${UNETS}/too-greedy.onnx`),
  ],
  [
    'a UNet of another model',
    /gives states of width 256, but unet\/model\.onnx takes 768/,
    () => replaceBy('unet/model.onnx', `${UNETS}/another-width.onnx`),
  ],
  [
    'channels that do not fit',
    /takes 16 channels, but unet\/config\.json says 4/,
    () =>
      rewrite('unet/config.json', (text) => text.replace('"in_channels": 16', '"in_channels": 4')),
  ],
  [
    'networks that were swapped',
    /text_encoder\/model\.onnx has no input "input_ids"/,
    () => replaceBy('text_encoder/model.onnx', 'models/sarovar-64/vae_decoder/model.onnx'),
  ],
  [
    'weights that are not numbers',
    /unet\/model\.onnx gave numbers that are not numbers \(NaN\)/,
    () => replaceBy('unet/model.onnx', `${UNETS}/not-a-number.onnx`),
  ],
  [
    'a manifest that does not fit',
    /model\.onnx has \d+ bytes, not the \d+ of the manifest/,
    async () => {
      await cp('models/sarovar-64/manifest.json', in_('manifest.json'));
      await replaceBy('vae_encoder/model.onnx', `${UNETS}/another-width.onnx`);
    },
  ],
  [
    'a manifest without hashes',
    /manifest\.json lists no weights of text_encoder; delete it/,
    async () => {
      await cp('models/sarovar-64/manifest.json', in_('manifest.json'));
      await rewrite('manifest.json', (text) => text.replace(/"files": \[[^\]]*\]/, '"files": []'));
    },
  ],
  [
    'a manifest with a scheduler of its own',
    /manifest\.json is not usable: defaults\.scheduler is no scheduler that we have/,
    async () => {
      await cp('models/sarovar-64/manifest.json', in_('manifest.json'));
      await rewrite('manifest.json', (text) => text.replace('"ddim"', '"magic"'));
    },
  ],
  [
    'an adapter without its base',
    /adapts sarovar-64, which is not there \(there is no base\)/,
    async () => {
      await rm(folder, { recursive: true });
      await copyOf('models/sarovar-64-sur-kl', folder);
    },
  ],
];

test.each(BROKEN)(
  '%s: one sentence, and nothing is registered',
  async (_what, sentence, breakIt) => {
    await breakIt();
    const had = await readdir(place, { recursive: true });
    const error: unknown = await importIt().catch((reason: unknown) => reason);
    expect(error instanceof ModelFolderError || error instanceof InferenceError).toBe(true);
    expect(error instanceof Error ? error.message : '').toMatch(sentence);
    expect(await readdir(place, { recursive: true })).toEqual(had);
  },
);

test.each([
  ['a folder that is not there', { folder: 'nowhere' }, /There is no folder at nowhere/],
  ['no licence', { licence: undefined }, /State the licence of the weights/],
  ['a name that cannot be', { name: '../x' }, /cannot be a name/],
])('%s is said', async (_what, request, sentence) => {
  await expect(importIt(request)).rejects.toThrow(sentence);
});

test('a folder in the Optimum layout, as it is, becomes a model; twice is once', async () => {
  const seen: number[] = [];
  const imported = await importFolder(
    { folder, licence: 'MIT', name: 'my-own' },
    {
      modelsDir, languageModel: never, ...runtime, verifyHashes: false,
      onProgress: ({ bytesDone, bytesTotal }) => seen.push(bytesDone / bytesTotal),
    },
  );
  expect(imported).toMatchObject({ kind: 'base', name: 'my-own' });
  expect(seen.at(-1)).toBe(1);
  expect((await lstat(path.join(modelsDir, 'my-own'))).isSymbolicLink()).toBe(true);

  const again = await importIt();
  expect(again.name).toBe('my-own');
  expect(await readdir(modelsDir)).toEqual(['my-own']);

  const twin = path.join(place, 'twin');
  await copyOf('models/sarovar-64', twin);
  await rm(path.join(twin, 'manifest.json'));
  await expect(importIt({ folder: twin })).rejects.toThrow(
    'These very weights are there already, as my-own.',
  );
  await expect(importIt({ folder: twin, name: 'my-own' })).rejects.toThrow(
    'There is a model called my-own already',
  );
  await imported.undo();
  expect(await readdir(modelsDir)).toEqual([]);
  expect(await readdir(folder)).not.toContain('manifest.json');
});
