import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { entryOf, fillArena } from '@/lib/arena/enter';
import { refreshArenaPool } from '@/lib/arena/pool';
import { closeVoters } from '@/lib/arena/voters';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { storePrompt } from '@/lib/studio/prompts';
import { findLeaks } from '../support/blind';
import { startDatabase } from '../support/database';
import { lookAtEverything, secretsOfPictures } from '../support/look';
import { endWorker, startWorker, until } from '../support/worker';
import { usualModels } from '../support/painting';

const PROMPTS = [
  'three red balloons',
  'a dog left of a turtle',
  'a green heart',
  'five blue stars',
];

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
});
afterAll(async () => {
  closeVoters();
  await stop();
});

test('pictures that every method really painted do not tell either whose they are', async () => {
  await registerModels('models');
  const models = await usualModels();
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  for (const text of PROMPTS) {
    const prompt = { text, category: 'OTHER', licence: 'CC0-1.0' } as const;
    const { id: promptId } = await storePrompt(prompt);
    await entryOf({ baseId, promptId, enrichmentId: null }, 'ADMITTED');
  }
  expect(await fillArena()).toBe(PROMPTS.length * models.length);
  const worker = await startWorker();
  const painting = { where: { arena: 'PAINTING' as const } };
  await until(async () => ((await prisma().comparison.count(painting)) === 0 ? true : undefined));
  await endWorker(worker, 'SIGTERM');
  refreshArenaPool();

  const painted = await prisma().generation.findMany({ where: { status: 'SUCCEEDED' } });
  expect(painted).toHaveLength(PROMPTS.length * models.length);
  // As they were stored, sizes would tell them apart.
  const files = await Promise.all(painted.map(({ imageSha256 }) => blobs().get(imageSha256 ?? '')));
  expect(new Set(files.map((file) => file?.byteLength)).size).toBeGreaterThan(PROMPTS.length);

  const seen = await lookAtEverything(4);
  // Each sees a picture once, and no pairs that cannot be told apart, which depends on the noise.
  expect(seen.length).toBeGreaterThan(2 * PROMPTS.length);
  expect(findLeaks(seen, await secretsOfPictures())).toEqual([]);
});
