import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { endWorker, startWorker, until } from '../support/worker';

let stop: () => Promise<void>;
let place: string;
let modelsDir: string;
let mine: string;
beforeAll(async () => {
  stop = await startDatabase();
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-models-'));
  modelsDir = path.join(place, 'models');
  await mkdir(modelsDir);
  for (const name of ['sarovar-64-sur-kl', 'sarovar-64-scorer', 'smollm2-135m-instruct']) {
    await symlink(path.resolve('models', name), path.join(modelsDir, name));
  }
  mine = path.join(place, 'mine');
  await cp('models/sarovar-64', mine, { recursive: true });
  await rm(path.join(mine, 'manifest.json'));
});
afterAll(async () => {
  await stop();
  await rm(place, { recursive: true });
});

const models = async (...args: string[]) => {
  const command = ['--import', 'tsx', 'scripts/models.ts', ...args];
  const env = { ...process.env, MODELS_DIR: modelsDir, DEVICE: 'cpu' };
  return (await promisify(execFile)(process.execPath, command, { env })).stdout.trim();
};
const status = async () => (await prisma().model.findFirst())?.status;

test('a model is added while a worker runs, paints, is retired, and stays for its pictures', async () => {
  await expect(models('retire', 'mine')).rejects.toThrow('There is no model called mine');
  await expect(models('add')).rejects.toThrow('add takes one model.');
  const worker = await startWorker({ MODELS_DIR: modelsDir });
  expect(await models('add', mine, '--licence', 'MIT')).toMatch(/^mine is registered/);
  expect(await models('list')).toMatch(/^mine\tmine vanilla\tVANILLA\tACTIVE\t\w{8}\t0 pictures$/m);
  expect(await models('verify', 'mine')).toMatch(/one step without NaN/);

  const model = await prisma().model.findFirstOrThrow();
  const { id: promptId } = await prisma().prompt.create({
    data: { text: 'a dog', normalizedText: 'a dog', category: 'OTHER', licence: 'CC0-1.0' },
  });
  const { id } = await prisma().generation.create({
    data: {
      promptId,
      modelId: model.id,
      seed: 1n,
      steps: 2,
      guidanceScale: 2,
      scheduler: 'ddim',
      width: 64,
      height: 64,
    },
  });
  const painted = await until(async () => {
    const row = await prisma().generation.findUniqueOrThrow({ where: { id } });
    return row.finishedAt ? row : undefined;
  });
  expect(painted).toMatchObject({ status: 'SUCCEEDED', error: null });
  expect(await endWorker(worker, 'SIGTERM')).toBe(0);

  expect(await models('remove', 'mine')).toMatch(/^A picture was painted with mine: it is retired/);
  expect(await status()).toBe('RETIRED');
  // Looking into the folders again does not bring it back, and what has left them goes by what the list calls it.
  await rename(path.join(modelsDir, 'mine'), path.join(place, 'aside'));
  const line = /^\(not in MODELS_DIR\)\tmine vanilla\tVANILLA\tRETIRED\t(\w{8})\t1 pictures$/m;
  const [, hash = ''] = line.exec(await models('list')) ?? [];
  expect(await models('restore', hash)).toBe('1 of 1 models in use again.');
  expect(await status()).toBe('ACTIVE');
  await rename(path.join(place, 'aside'), path.join(modelsDir, 'mine'));

  await prisma().generation.deleteMany();
  expect(await models('remove', 'mine')).toMatch(/^mine is removed; its files are where they were/);
  expect(await prisma().model.count()).toBe(0);
  expect(await prisma().base.count()).toBe(0);
});
