import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { forgetPictures, keepPicture } from '@/lib/studio/kept-pictures';
import { startDatabase } from '../support/database';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

const picture = (background: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer();
const hours = (count: number) => new Date(Date.now() + count * 60 * 60_000);

test('what nobody began from is forgotten after a day, and nothing else is', async () => {
  const unused = await keepPicture(await picture('red'));
  const begun = await keepPicture(await picture('green'));
  const { id: promptId } = await prisma().prompt.create({
    data: { text: 'a dog', normalizedText: 'a dog', category: 'OTHER', licence: 'CC0-1.0' },
  });
  const { id: modelId } = await prisma().model.findFirstOrThrow();
  await prisma().generation.create({
    data: {
      promptId,
      modelId,
      seed: 1n,
      steps: 2,
      guidanceScale: 2,
      scheduler: 'ddim',
      width: 64,
      height: 64,
      initialSha256: begun,
      strength: 0.5,
    },
  });
  // As a figure of a model would be that somebody downloads and brings again.
  const ours = await keepPicture(await picture('blue'));
  await prisma().keptPicture.delete({ where: { sha256: ours } });
  expect(await keepPicture(await picture('blue'))).toBe(ours);

  const here = () => Promise.all([unused, begun, ours].map((hash) => blobs().has(hash)));
  await forgetPictures(hours(23));
  expect(await here()).toEqual([true, true, true]);
  await forgetPictures(hours(25));
  expect(await here()).toEqual([false, true, true]);
  expect(await prisma().keptPicture.count()).toBe(0);
});

test('what is brought again is kept for another day', async () => {
  const hash = await keepPicture(await picture('yellow'));
  await prisma().keptPicture.update({ where: { sha256: hash }, data: { keptAt: hours(-23) } });
  await keepPicture(await picture('yellow'));
  await forgetPictures(hours(2));
  expect(await blobs().has(hash)).toBe(true);
});
