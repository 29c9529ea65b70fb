import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { seed } from '@/prisma/seed';
import seeds from '@/prisma/seed-prompts.json';
import { at } from '@/lib/at';
import { countLikeness } from '@/lib/arena/likeness';
import { openSets } from '@/lib/arena/opening';
import { refreshArenaPool } from '@/lib/arena/pool';
import { encodePng } from '@/lib/jobs/png';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { exportedLines } from '../support/exports';
import { statementsOf } from '../support/statements';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

/** A grey picture of which so many pixels are white. */
async function picture(white: number): Promise<string> {
  const side = 64;
  const rgb = new Uint8Array(side * side * 3).map((_, i) =>
    Math.floor(i / 3) < white ? 255 : 128,
  );
  return blobs().put(await encodePng({ rgb, width: side, height: side }));
}

/** A set whose pictures are painted: that of each model with so many white pixels. */
async function painted(text: string, category: Category, whites: Readonly<Record<string, number>>) {
  const key = { normalizedText: text };
  const prompt = { ...key, text, category, licence: 'CC0-1.0' };
  const { id: promptId } = await prisma().prompt.upsert({
    where: key,
    create: prompt,
    update: key,
  });
  const generations = await Promise.all(
    Object.entries(whites).map(async ([name, white]) => ({
      promptId,
      modelId: (await prisma().model.findFirstOrThrow({ where: { name } })).id,
      seed: 7n,
      steps: 1,
      guidanceScale: 4,
      scheduler: 'ddim',
      width: 64,
      height: 64,
      status: 'SUCCEEDED' as const,
      blind: true,
      imageSha256: await picture(white),
      finishedAt: new Date(),
    })),
  );
  await prisma().comparison.create({
    data: { promptId, arena: 'PAINTING', generations: { create: generations } },
  });
}

const row = z.object({
  first: z.object({ name: z.string() }),
  second: z.object({ name: z.string() }),
  pairs: z.number(),
  alike: z.number(),
  share: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  prompts: z.number(),
});

async function tellApart(category?: Category) {
  const { tellApart: rows } = await run(
    `query ($category: Category) { tellApart(category: $category) {
      first { name } second { name } pairs alike share low high prompts } }`,
    z.object({ tellApart: z.array(row) }),
    { category },
  );
  return rows;
}

const publish = () =>
  prisma().comparison.updateMany({
    where: { arena: 'OPEN' },
    data: { arena: 'LEFT', leftAt: new Date() },
  });

test('which pictures of two models look the same is counted once their sets have left the arena', async () => {
  // 81 of 4096 pixels are less than 2 %, 82 are not.
  await painted('two stars', 'COUNTING', { vanilla: 0, 'sur-kl': 81, ella: 500 });
  await painted('two cars', 'COUNTING', { vanilla: 0, 'sur-kl': 82, ella: 500 });
  await painted('a red car', 'COLOR', { vanilla: 0, 'sur-kl': 10, ella: 500 });
  expect(await openSets()).toBe(3);
  // What is in the arena tells nothing yet.
  await countLikeness();
  expect(await tellApart()).toEqual([]);
  expect(await exportedLines('differences')).toBe('');
  await publish();
  expect(await countLikeness()).toBe(9);
  const all = await tellApart();
  expect(all.map((own) => [own.first.name, own.second.name, own.alike, own.pairs])).toEqual([
    ['vanilla', 'sur-kl', 2, 3],
    ['vanilla', 'ella', 0, 3],
    ['sur-kl', 'ella', 0, 3],
  ]);
  const { scoreboard } = await run(
    '{ scoreboard { alike } }',
    z.object({ scoreboard: z.object({ alike: z.number() }) }),
  );
  expect(scoreboard.alike).toBeCloseTo(2 / 9);
  const [pair] = all;
  expect(pair?.share).toBeCloseTo(2 / 3);
  expect(pair?.low).toBeLessThan(2 / 3);
  expect(pair?.high).toBeGreaterThan(2 / 3);
  expect(await tellApart('COUNTING')).toMatchObject([{ alike: 1, pairs: 2 }, {}, {}]);
  // Of one prompt there is no interval.
  expect(await tellApart('COLOR')).toMatchObject([
    { alike: 1, pairs: 1, prompts: 1, low: null, high: null },
    {},
    {},
  ]);
  expect(await tellApart('ACTION')).toEqual([]);
});

test('many pairs of one prompt say less than as many of several', async () => {
  for (let time = 0; time < 10; time += 1) {
    await painted('two stars', 'COUNTING', { vanilla: 0, 'sur-kl': 0, ella: 500 });
  }
  await openSets();
  await publish();
  await countLikeness();
  const [pair] = await tellApart('COUNTING');
  expect(pair).toMatchObject({ pairs: 12, alike: 11, prompts: 2 });
  // Wilson's interval of eleven of twelve independent ones would be 0.65 to 0.99.
  expect(pair?.low).toBeLessThan(0.6);
});

test('every measured pair is exported, with the models that painted it', async () => {
  const lines = (await exportedLines('differences')).trim().split('\n');
  expect(lines).toHaveLength(13 * 3);
  const names = await prisma().model.findMany({ select: { name: true } });
  for (const line of lines) {
    const { first, second, share, alike } = z
      .object({ first: z.string(), second: z.string(), share: z.number(), alike: z.boolean() })
      .parse(JSON.parse(line));
    expect(names.map(({ name }) => name)).toContain(first.split('@')[0]);
    expect(first).not.toBe(second);
    expect(alike).toBe(share < 0.02);
  }
});

test('it is read from what is stored, in two statements, whatever was measured', async () => {
  const [rows, statements] = await statementsOf(() => tellApart());
  expect(rows).toHaveLength(3);
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(2);
  expect(statements.join('\n')).not.toMatch(/"Comparison"|"Generation"/);
});

test('every seed prompt is in the arena, or next, those of the report first; and each category has something', async () => {
  await seed('models');
  const entries = await prisma().arenaEntry.findMany({
    orderBy: { id: 'asc' },
    include: { prompt: true, comparisons: true },
  });
  expect(entries.map(({ prompt }) => prompt.text)).toEqual(seeds.prompts.map(({ text }) => text));
  expect(entries.every(({ state }) => state === 'ADMITTED')).toBe(true);
  const painting = entries.filter(({ comparisons }) => comparisons.length > 0);
  expect(painting).toEqual(entries.slice(0, painting.length));
  expect(painting.length).toBeGreaterThanOrEqual(16);
  refreshArenaPool();
  const { categories } = await run(
    '{ categories { category prompts comparisons sets votes } }',
    z.object({ categories: z.array(z.object({ category: z.string(), prompts: z.number() })) }),
  );
  const counts = new Map(categories.map((own) => [own.category, own.prompts]));
  for (const { category } of seeds.prompts) expect(counts.get(category)).toBeGreaterThan(0);
  expect(at(categories, 0).category).toBe('COUNTING');
});
