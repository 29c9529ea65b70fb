import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import { importPromptSet } from '@/lib/studio/prompt-sets/import';
import { startCurated } from '../support/curated';
import { exportedLines } from '../support/exports';
import { HttpClient } from '../support/http';

let stop: () => Promise<void>;
let curator: HttpClient;
beforeAll(async () => {
  ({ stop, curator } = await startCurated());
});
afterAll(() => stop());

const IMPORT = `mutation ($input: ImportPromptSetInput!) { importPromptSet(input: $input) {
  __typename
  ... on Problem { message } ... on InvalidInput { field }
  ... on ImportedPromptSet { added known repeated set { id key licence nonCommercial visibility promptCount
    prompts(first: 2) { edges { node { position ownCategory facts prompt { text category licence visibility } } } } } } } }`;

const nodeSchema = z.object({
  position: z.number(),
  ownCategory: z.string().nullable(),
  facts: z.unknown(),
  prompt: z.object({
    text: z.string(),
    category: z.string(),
    licence: z.string(),
    visibility: z.string(),
  }),
});
const replySchema = z.object({
  data: z.object({
    importPromptSet: z.union([
      z.object({ message: z.string(), field: z.string().optional() }),
      z.object({
        added: z.number(),
        known: z.number(),
        repeated: z.array(z.number()),
        set: z.object({
          id: z.string(),
          key: z.string(),
          licence: z.string(),
          nonCommercial: z.boolean(),
          visibility: z.string(),
          promptCount: z.number(),
          prompts: z.object({ edges: z.array(z.object({ node: nodeSchema })) }),
        }),
      }),
    ]),
  }),
});

async function imported(who: HttpClient, input: object) {
  const reply = (await who.ask(IMPORT, replySchema, { input })).data.importPromptSet;
  if ('set' in reply) return { ...reply, prompts: reply.set.prompts.edges.map(({ node }) => node) };
  throw new Error(reply.message);
}

const LICENSED = { title: 'Otters', licence: 'CC-BY-4.0' };
async function exportedRows<T>(name: string, shape: z.ZodType<T>): Promise<T[]> {
  const lines = (await exportedLines(name)).trim().split('\n');
  return lines.map((line) => shape.parse(JSON.parse(line)));
}

const rowCount = async () => (await prisma().prompt.count()) + (await prisma().promptSet.count());

const SETS = `{ promptSets { edges { node { key } } } prompts(first: 100, search: "otter") { edges { node { text } } } }`;
const lists = async () => JSON.stringify(await new HttpClient().ask(SETS, z.unknown()));

test('what a visitor brings is unlisted until a curator lets the set through, and then with its prompts', async () => {
  const visitor = new HttpClient();
  const text = 'three otters\nan otter on a kite\nThree  otters\n';
  const { set, prompts, ...counts } = await imported(visitor, { ...LICENSED, text });
  expect(counts).toMatchObject({ added: 2, known: 0, repeated: [3] });
  expect(set).toMatchObject({ visibility: 'UNLISTED', promptCount: 2, nonCommercial: false });
  expect(prompts.map(({ prompt }) => prompt)).toEqual([
    { text: 'three otters', category: 'COUNTING', licence: 'CC-BY-4.0', visibility: 'UNLISTED' },
    expect.objectContaining({ text: 'an otter on a kite', visibility: 'UNLISTED' }),
  ]);
  expect(await lists()).not.toContain('otter');

  const waiting = z.object({
    data: z.object({ moderationQueue: z.array(z.object({ id: z.string(), text: z.string() })) }),
  });
  const queue = await curator.ask('{ moderationQueue { id text } }', waiting);
  expect(queue.data.moderationQueue).toEqual([
    { id: set.id, text: 'Otters\nthree otters\nan otter on a kite' },
  ]);
  const show = `mutation ($id: ID!) { moderate(id: $id, visibility: VISIBLE, reason: "fine") { __typename } }`;
  await curator.ask(show, z.unknown(), { id: set.id });
  const after = await lists();
  expect(after).toContain(set.key);
  expect(after).toContain('three otters');
  expect(after).toContain('an otter on a kite');
});

test('of a file that has a prompt that cannot be taken nothing is taken', async () => {
  const before = await rowCount();
  const wrong = { ...LICENSED, text: 'a wet otter\nan otter\u0007' };
  await expect(imported(new HttpClient(), wrong)).rejects.toThrow(/^Line 2: .*control characters/);
  const hidden = await prisma().prompt.create({
    data: {
      text: 'a hidden otter',
      normalizedText: 'a hidden otter',
      category: 'OTHER',
      licence: 'CC0-1.0',
      visibility: 'HIDDEN',
    },
  });
  const asking = { ...LICENSED, text: 'a wet otter\nA hidden otter' };
  await expect(imported(new HttpClient(), asking)).rejects.toThrow(/^Line 2: .*is hidden/);
  const unlicensed = { title: 'Otters', text: 'a wet otter' };
  await expect(imported(new HttpClient(), unlicensed)).rejects.toThrow(/under which licence/);
  await prisma().prompt.delete({ where: { id: hidden.id } });
  expect(await rowCount()).toBe(before);
});

test('a prompt that is here keeps its licence, and what it brings twice is one', async () => {
  await imported(curator, { ...LICENSED, text: 'four otters' });
  const { set } = await imported(curator, {
    title: 'Again',
    licence: 'CC-BY-NC-4.0',
    text: 'four otters\ntwo sad otters',
  });
  expect(set).toMatchObject({ visibility: 'VISIBLE', nonCommercial: true });
  const exported = z.object({ text: z.string(), licence: z.string(), nonCommercial: z.boolean() });
  const all = await exportedRows('prompts', exported);
  const of = (text: string) => all.find((own) => own.text === text);
  expect(of('four otters')).toMatchObject({ licence: 'CC-BY-4.0', nonCommercial: false });
  expect(of('two sad otters')).toMatchObject({ licence: 'CC-BY-NC-4.0', nonCommercial: true });
  const inSets = z.object({ set: z.string(), position: z.number(), nonCommercial: z.boolean() });
  expect((await exportedRows('sets', inSets)).filter((own) => own.set === set.key)).toEqual([
    { set: set.key, position: 1, nonCommercial: true },
    { set: set.key, position: 2, nonCommercial: true },
  ]);
});

test('a visitor brings 200 prompts at once and 400 an hour, a curator more', async () => {
  const visitor = new HttpClient();
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `otter number ${from + i}`).join('\n');
  const ask = (who: HttpClient, from: number, count: number) =>
    imported(who, { ...LICENSED, text: many(from, count) });
  await expect(ask(visitor, 1, 201)).rejects.toThrow(/201 prompts, and 200 are taken at once/);
  await ask(visitor, 1, 200);
  await expect(ask(visitor, 1001, 200)).rejects.toThrow(/as many prompts as one may in an hour/);
  expect((await ask(curator, 1, 201)).added).toBe(1);
});

test('whoever brought a set deletes it with what came with it, but for what others use', async () => {
  const visitor = new HttpClient();
  const { set } = await imported(visitor, { ...LICENSED, text: 'an otter asleep\nan otter awake' });
  await imported(curator, { ...LICENSED, text: 'an otter awake' });
  const mine = z.object({
    data: z.object({ mine: z.object({ edges: z.array(z.object({ node: z.unknown() })) }) }),
  });
  const own = await visitor.ask('{ mine(kind: PROMPT_SET) { edges { node { id text } } } }', mine);
  expect(own.data.mine.edges).toEqual([{ node: { id: set.id, text: 'Otters' } }]);
  const remove = `mutation ($id: ID!) { deleteMine(id: $id) { ... on Deleted { texts kept } } }`;
  const deleted = z.object({ data: z.object({ deleteMine: z.unknown() }) });
  const reply = await visitor.ask(remove, deleted, { id: set.id });
  expect(reply.data.deleteMine).toEqual({ texts: 1, kept: 1 });
  const left = await prisma().prompt.findMany({ where: { text: { startsWith: 'an otter a' } } });
  expect(left.map(({ text }) => text)).toEqual(['an otter awake']);
  expect(await prisma().promptSet.count({ where: { id: set.key } })).toBe(0);
});

test('1,065 prompts with their questions are imported in five seconds of one core', async () => {
  const text = [
    'item_id,text,keywords,proposition_id,dependency,category_broad,category_detailed,tuple,question_natural_language',
    ...Array.from({ length: 1065 }, (_, i) =>
      Array.from(
        { length: 13 },
        (_unused, j) =>
          `ours_${i},"otter ${i}, ${'in a large and quiet river '.repeat(15)}",k,${j + 1},${j},entity,whole,entity - whole (otter ${j}),Is there an otter ${j}?`,
      ),
    ).flat(),
  ].join('\n');
  // Not by the clock: other tests run beside this one.
  const begun = process.cpuUsage();
  const asker = { id: () => Promise.resolve(null), network: undefined };
  const { added } = await importPromptSet({ text, title: 'Long' }, asker);
  expect(added).toBe(1065);
  const { user, system } = process.cpuUsage(begun);
  expect((user + system) / 1e6).toBeLessThan(5);
});
