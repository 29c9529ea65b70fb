import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { blobs, sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { seed } from '@/prisma/seed';
import { startDatabase } from '../support/database';
import { endWorker, startWorker, until } from '../support/worker';
import { usualModels } from '../support/painting';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

/** Queues a picture of so many steps and returns its id. */
async function queue(steps: number): Promise<string> {
  const model = await prisma().model.findFirstOrThrow();
  const text = `three red balloons ${steps}`;
  const prompt = await prisma().prompt.create({
    data: { text, normalizedText: text, category: 'COUNTING', licence: 'CC0-1.0' },
  });
  const { id } = await prisma().generation.create({
    data: {
      promptId: prompt.id,
      modelId: model.id,
      seed: 1n,
      steps,
      guidanceScale: 4,
      scheduler: 'ddim',
      width: 64,
      height: 64,
    },
  });
  return id;
}

const find = (id: string) => prisma().generation.findUniqueOrThrow({ where: { id } });
const begun = (id: string) =>
  until(async () => ((await find(id)).currentStep > 0 ? true : undefined));
const finished = (id: string) =>
  until(async () => {
    const row = await find(id);
    return row.finishedAt ? row : undefined;
  });

test('a worker killed in the middle of a picture: the picture is painted again, once', async () => {
  const id = await queue(100);
  const first = await startWorker();
  await begun(id);
  await endWorker(first, 'SIGKILL');
  expect((await find(id)).status).toBe('RUNNING');

  const second = await startWorker();
  const row = await finished(id);
  expect(row).toMatchObject({ status: 'SUCCEEDED', attempts: 2, currentStep: 100 });
  const bytes = await blobs().get(row.imageSha256 ?? '');
  expect(sha256(bytes ?? new Uint8Array())).toBe(row.imageSha256);
  const { width, height } = await sharp(bytes).metadata();
  expect({ width, height }).toEqual({ width: 64, height: 64 });
  expect(await endWorker(second, 'SIGTERM')).toBe(0);
});

test('a worker told to stop hands its picture back, and the next one paints it', async () => {
  const id = await queue(99);
  const first = await startWorker();
  await begun(id);
  expect(await endWorker(first, 'SIGTERM')).toBe(0);
  expect(await find(id)).toMatchObject({ status: 'QUEUED', attempts: 0 });
  const second = await startWorker();
  expect((await finished(id)).status).toBe('SUCCEEDED');
  await endWorker(second, 'SIGTERM');
});

test('a picture cancelled while it is being painted stays cancelled', async () => {
  const id = await queue(98);
  const worker = await startWorker();
  await begun(id);
  await prisma().generation.update({
    where: { id },
    data: { status: 'CANCELLED', finishedAt: new Date() },
  });
  const next = await queue(2);
  expect((await finished(next)).status).toBe('SUCCEEDED');
  expect(await find(id)).toMatchObject({ status: 'CANCELLED', imageSha256: null });
  await endWorker(worker, 'SIGTERM');
});

test('a seed run that is repeated, and whose worker is killed, paints each picture once', async () => {
  /** How well they are painted is not the question, and every prompt by every model takes long. */
  const hurry = () =>
    prisma().generation.updateMany({ where: { status: 'QUEUED' }, data: { steps: 1 } });
  await seed('models');
  await hurry();
  const worker = await startWorker();
  const seeded = { prompt: { seeded: true } };
  await until(async () =>
    (await prisma().generation.count({ where: { ...seeded, status: 'SUCCEEDED' } })) >= 2
      ? true
      : undefined,
  );
  await endWorker(worker, 'SIGKILL');
  await seed('models');
  const again = await startWorker();
  await until(async () => {
    await hurry();
    const open = await prisma().generation.count({ where: { ...seeded, finishedAt: null } });
    return open === 0 ? true : undefined;
  });
  await endWorker(again, 'SIGTERM');
  const rows = await prisma().generation.findMany({ where: seeded });
  const prompts = await prisma().prompt.count({ where: { seeded: true } });
  const voted = await prisma().comparison.count({ where: { arena: { not: null } } });
  const models = (await usualModels()).length;
  expect(voted).toBeGreaterThan(0);
  // For the arena each of three methods paints two.
  expect(rows).toHaveLength(prompts * models + voted * 6);
  const places = rows.map((row) => `${row.modelId} ${row.comparisonId} ${row.seed}`);
  expect(new Set(places).size).toBe(rows.length);
  expect(rows.every((row) => row.status === 'SUCCEEDED' && row.imageSha256)).toBe(true);
}, 1_200_000);
