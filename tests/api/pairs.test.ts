import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decideEntry, entryOf, fillArena as paintSets } from '@/lib/arena/enter';
import { openSets } from '@/lib/arena/opening';
import { byNoise } from '@/lib/arena/pairs';
import { refreshArenaPool } from '@/lib/arena/pool';
import { closeVoters } from '@/lib/arena/voters';
import { encodePng } from '@/lib/jobs/png';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { SET, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { registerUsual, usualModels } from '../support/painting';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerUsual();
});
afterAll(async () => {
  closeVoters();
  await stop();
});
beforeEach(async () => {
  await prisma().comparison.updateMany({ data: { arena: 'LEFT', entryId: null } });
  await prisma().arenaEntry.deleteMany();
  refreshArenaPool();
});

/** Admits a new prompt, to be painted by all models. */
async function admit(text: string, allModels = true) {
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  const { id: promptId } = await prisma().prompt.create({
    data: { text, normalizedText: text, category: 'ACTION', licence: 'CC0-1.0' },
  });
  const { id } = await entryOf({ baseId, promptId, enrichmentId: null }, 'ADMITTED');
  return prisma().arenaEntry.update({ where: { id }, data: { allModels } });
}

/** Finishes all pictures that are painted for the arena, each unlike the others, and opens their sets. */
async function paint(): Promise<void> {
  const where = { status: 'QUEUED', comparison: { arena: 'PAINTING' } } as const;
  for (const { id } of await prisma().generation.findMany({ where })) {
    const rgb = new Uint8Array(randomBytes(64 * 64 * 3));
    const imageSha256 = await blobs().put(await encodePng({ rgb, width: 64, height: 64 }, {}));
    const data = { status: 'SUCCEEDED', imageSha256, finishedAt: new Date() } as const;
    await prisma().generation.update({ where: { id }, data });
  }
  await openSets();
}

const sets = () =>
  prisma().comparison.findMany({
    where: { arena: { in: ['PAINTING', 'OPEN'] } },
    include: { generations: { orderBy: { id: 'asc' } } },
  });

/** Has a new voter judge all that they are asked about; the pictures of each pair. */
async function judgeAll() {
  const visitor = new Visitor();
  const shown = [];
  for (;;) {
    const { key: id } = await visitor.draw();
    if (id === '') return shown;
    const { left, right } = await prisma().matchup.findUniqueOrThrow({
      where: { id },
      include: { left: true, right: true },
    });
    shown.push({ left, right });
    await visitor.skip(id);
  }
}

test('a set is painted in pairs, each from noise that nothing else is painted from', async () => {
  await admit('a fox rowing');
  await admit('a fox reading');
  expect(await paintSets()).toBe(4 * SET);
  const painted = await sets();
  for (const { generations } of painted) {
    const pairs = byNoise(generations);
    expect(pairs.map((pair) => pair.length)).toEqual(Array(SET).fill(2));
    for (const [one, other] of pairs) expect(one?.modelId).not.toBe(other?.modelId);
    const models = generations.map(({ modelId }) => modelId).sort();
    expect(models).toEqual([...new Set(models)].flatMap((model) => [model, model]));
    expect(generations.every(({ blind }) => blind)).toBe(true);
  }
  const seeds = painted.flatMap(({ generations }) => generations.map(({ seed }) => seed));
  expect(new Set(seeds).size).toBe(2 * SET);
});

test('a voter is asked about its pairs, each once, and about no two pictures of different noise', async () => {
  await admit('a fox jumping');
  await paintSets();
  await paint();
  const shown = await judgeAll();
  for (const { left, right } of shown) expect(left.seed).toBe(right.seed);
  expect(new Set(shown.map(({ left }) => left.seed)).size).toBe(SET);
  expect(shown).toHaveLength(SET);
  const [set] = await sets();
  expect(set).toMatchObject({ judgements: SET, differences: { length: SET } });
});

test('of two models there is one pair', async () => {
  const [, , ...rest] = await usualModels();
  const others = { where: { id: { in: rest.map(({ id }) => id) } } };
  await prisma().model.updateMany({ ...others, data: { status: 'RETIRED' } });
  await admit('a fox sleeping');
  expect(await paintSets()).toBe(2);
  const [set] = await sets();
  expect(byNoise(set?.generations ?? [])).toHaveLength(1);
  await prisma().model.updateMany({ ...others, data: { status: 'ACTIVE' } });
});

test('a set of before, all of one noise, is opened and judged as it was', async () => {
  const entry = await admit('a fox singing');
  const models = await usualModels();
  const { promptId, id: entryId } = entry;
  const create = models.map(({ id: modelId }) => ({
    promptId,
    modelId,
    seed: 5n,
    steps: 4,
    guidanceScale: 4,
    scheduler: 'ddim',
    width: 64,
    height: 64,
    blind: true,
  }));
  await prisma().comparison.create({
    data: { promptId, entryId, arena: 'PAINTING', generations: { create } },
  });
  // It is what the entry has: no other is painted beside it.
  expect(await paintSets()).toBe(0);
  await paint();
  const [set] = await sets();
  expect(set).toMatchObject({ arena: 'OPEN', judgements: 3, differences: { length: 15 } });
  // From then on another one takes its place.
  expect(await paintSets()).toBe(2 * SET);
  expect(await paintSets()).toBe(0);
  expect(await judgeAll()).toHaveLength(3);
  const { reveal } = await new Visitor().decideSet('TIE');
  expect(reveal).toBeTruthy();
});

test('the model that stands for each method takes part, unless a curator wants all', async () => {
  const { id } = await admit('a fox waiting', false);
  expect(await paintSets()).toBe(6);
  const painters = async () => {
    const pictures = await prisma().generation.findMany({
      where: { comparison: { arena: 'PAINTING' } },
      include: { model: true },
    });
    return [...new Set(pictures.map(({ model }) => model.name))].sort();
  };
  expect(await painters()).toEqual(['ella', 'sur-cosine-4000', 'vanilla']);
  // It is decided of what comes next.
  await decideEntry(id, true, true);
  expect(await painters()).toHaveLength(3);
  await prisma().comparison.updateMany({
    where: { entryId: id },
    data: { arena: 'LEFT', judgements: 3 },
  });
  expect(await paintSets()).toBe(2 * SET);
  expect(await painters()).toHaveLength(6);
});

test('other ways to paint compete where a curator wants all, and only there', async () => {
  const ways = await prisma().model.findMany({ where: { status: 'RETIRED' } });
  const where = { id: { in: ways.map(({ id }) => id) } };
  await prisma().model.updateMany({ where, data: { status: 'ACTIVE' } });
  expect(ways.map(({ name }) => name)).toContain('ella-clip');
  await admit('a fox knitting', false);
  expect(await paintSets()).toBe(6);
  await admit('a fox ironing');
  expect(await paintSets()).toBe(2 * (SET + ways.length));
  await prisma().model.updateMany({ where, data: { status: 'RETIRED' } });
});

test('models of one method meet where there are no others', async () => {
  const rest = (await usualModels()).filter(({ method }) => method !== 'SUR');
  const others = { where: { id: { in: rest.map(({ id }) => id) } } };
  await prisma().model.updateMany({ ...others, data: { status: 'RETIRED' } });
  await admit('a fox thinking', false);
  expect(await paintSets()).toBe(6);
  await prisma().model.updateMany({ ...others, data: { status: 'ACTIVE' } });
});
