import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { GET as pictureFile } from '@/app/i/[file]/route';
import { at } from '@/lib/at';
import { hidden } from '@/lib/moderation/hidden';
import { openBase } from '@/lib/models/base';
import { decodePicture } from '@/lib/jobs/png';
import { registerModels } from '@/lib/models/register';
import { keepPicture } from '@/lib/studio/kept-pictures';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { HttpClient } from '../support/http';
import { onCpu } from '../support/sessions';
import { endWorker, startWorker, until } from '../support/worker';

/** CLIP's own numbers. */
const EXTRACTOR = {
  crop_size: 224,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
};

const runtime = onCpu(1);

const TOKEN = 'a token of the curators';
const AS_CURATOR = { authorization: `Bearer ${TOKEN}` };

let stop: () => Promise<void>;
let worker: ChildProcess;
const models = await mkdtemp(path.join(tmpdir(), 'sarovar-safety-'));
const base = path.join(models, 'sarovar-64');

beforeAll(async () => {
  process.env['CURATOR_TOKEN'] = TOKEN;
  // The embedded base, with a safety checker that withholds whatever is bright.
  await mkdir(base);
  for (const name of await readdir('models/sarovar-64')) {
    await symlink(path.resolve('models/sarovar-64', name), path.join(base, name));
  }
  for (const part of ['safety_checker', 'feature_extractor']) await mkdir(path.join(base, part));
  const checker = path.join(base, 'safety_checker', 'model.onnx');
  await cp('tests/fixtures/withholds-bright.onnx', checker);
  const extractor = path.join(base, 'feature_extractor', 'preprocessor_config.json');
  await writeFile(extractor, JSON.stringify(EXTRACTOR));
  stop = await startDatabase();
  await registerModels(models);
  worker = await startWorker({ MODELS_DIR: models });
});
afterAll(async () => {
  await endWorker(worker, 'SIGTERM');
  await stop();
  await rm(models, { recursive: true });
});

const plain = (background: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer();

/** The finished row of a picture that hardly differs from a plain one. */
async function painted(background: string) {
  const initialSha256 = await keepPicture(await plain(background));
  const model = await prisma().model.findFirstOrThrow({ where: { name: 'vanilla' } });
  const text = `a star on ${background}`;
  const prompt = await prisma().prompt.create({
    data: { text, normalizedText: text, category: 'COLOR', licence: 'CC0-1.0' },
  });
  const { id } = await prisma().generation.create({
    data: {
      promptId: prompt.id,
      modelId: model.id,
      seed: 1n,
      steps: 25,
      guidanceScale: 1,
      scheduler: 'ddim',
      width: 64,
      height: 64,
      initialSha256,
      strength: 0.04,
    },
  });
  return until(async () => {
    const row = await prisma().generation.findUniqueOrThrow({ where: { id } });
    return row.finishedAt ? row : undefined;
  });
}

const BY_KEY = 'query ($key: String!) { generation(key: $key) { imageUrl previewUrl } }';
const byKey = z.object({
  data: z.object({ generation: z.object({ imageUrl: z.string() }).nullable() }),
});
const QUEUE = '{ moderationQueue { id pictureUrls visibility reports { reason byVisitor } } }';
const queued = z.object({
  data: z.object({
    moderationQueue: z.array(
      z.looseObject({ id: z.string(), pictureUrls: z.array(z.string()), visibility: z.string() }),
    ),
  }),
});

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  hidden.forget();
  const params = Promise.resolve({ file: url.replace('/i/', '') });
  return (await pictureFile(new Request(`http://localhost${url}`, { headers }), { params })).status;
}

test('what the base’s own safety checker withholds nobody sees but curators, who read why and may restore it', async () => {
  expect(await painted('black')).toMatchObject({ status: 'SUCCEEDED', visibility: 'VISIBLE' });
  const { id: key } = await painted('white');
  const [stranger, curator] = [new HttpClient(), new HttpClient(AS_CURATOR)];
  expect((await stranger.ask(BY_KEY, byKey, { key })).data.generation).toBeNull();
  const { moderationQueue } = (await curator.ask(QUEUE, queued)).data;
  expect(moderationQueue).toMatchObject([
    {
      visibility: 'HIDDEN',
      reports: [{ reason: 'The base’s own safety checker withholds it.', byVisitor: false }],
    },
  ]);
  const { id, pictureUrls } = at(moderationQueue, 0);
  const url = at(pictureUrls, 0);
  expect(await statusOf(url)).toBe(404);
  expect(await statusOf(url, AS_CURATOR)).toBe(200);

  const restore = `mutation ($id: ID!) { moderate(id: $id, visibility: VISIBLE, reason: "a star") { __typename } }`;
  await curator.ask(restore, z.unknown(), { id });
  expect((await stranger.ask(BY_KEY, byKey, { key })).data.generation?.imageUrl).toBe(url);
  expect(await statusOf(url)).toBe(200);
  expect((await curator.ask(QUEUE, queued)).data.moderationQueue).toEqual([]);
});

test('previews that it withholds are not shown either', async () => {
  const opened = await openBase(base, { ...runtime, verifyHashes: false });
  const shown: boolean[] = [];
  const paint = async (background: string) => {
    const image = await decodePicture(await plain(background), 64, 64);
    await opened.generate(
      {
        prompt: 'a star',
        negativePrompt: '',
        seeds: [1n],
        steps: 50,
        guidanceScale: 1,
        guidanceRescale: 0,
        scheduler: 'ddim',
        noise: 'cpu',
        width: 64,
        height: 64,
        previewEvery: 1,
        initImage: { image, strength: 0.05 },
      },
      { onStep: ({ previews }) => void shown.push(...(previews ?? []).map(Boolean)) },
    );
  };
  await paint('black');
  await paint('white');
  expect(shown).toEqual([true, false]);
});
