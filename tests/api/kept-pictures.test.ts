import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { QueueFull } from '@/lib/problems';
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

/** A PNG of one colour, which is small whatever it decodes to. */
const plain = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: 'red' },
    limitInputPixels: false,
  })
    .png()
    .toBuffer();

test.each([
  [20_000_000, 1],
  [1, 2_000_000],
  [16_385, 10],
])('a picture of %i x %i is refused before it is read', async (width, height) => {
  const bytes = await plain(width, height);
  const begun = performance.now();
  await expect(keepPicture(bytes)).rejects.toThrow(/none of its sides may have more than 16384/);
  expect(performance.now() - begun).toBeLessThan(200);
});

test('a long one is taken, and what only says that it is a picture is not', async () => {
  expect(await keepPicture(await plain(16_384, 10))).toMatch(/^[0-9a-f]{64}$/);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';
  for (const text of [svg, 'GIF89a', 'RIFF1234WEBP', '\u0089PNG\r\n\u001a\n', '1234ftypavif']) {
    await expect(keepPicture(Buffer.from(text, 'latin1'))).rejects.toThrow(/This is no PNG/);
  }
});

test('of thirty that are brought at once some are kept, one after another, and the others are told when to come again', async () => {
  const bytes = await plain(3000, 3000);
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => keepPicture(bytes)));
  const kept = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(kept).toHaveLength(9);
  expect(new Set(kept).size).toBe(1);
  for (const answer of answers) {
    if (answer.status === 'fulfilled') continue;
    expect(answer.reason).toBeInstanceOf(QueueFull);
    expect(answer.reason).toMatchObject({ retryAfter: 5 });
  }
  // A damaged one gives its place back, too.
  await expect(keepPicture(bytes.subarray(0, 500))).rejects.toThrow(/damaged/);
  expect(await keepPicture(bytes)).toBe(kept[0]);
});
