import { encodeGlobalID } from '@pothos/plugin-relay';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { keepPicture } from '@/lib/studio/kept-pictures';
import { startDatabase } from '../support/database';
import { HttpClient } from '../support/http';

const TOKEN = 'a token of sixteen characters';
let stop: () => Promise<void>;
beforeAll(async () => {
  process.env['CURATOR_TOKEN'] = TOKEN;
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

const visitor = new HttpClient();
const curator = new HttpClient({ authorization: `Bearer ${TOKEN}` });

const REPLY = `__typename ... on Node { id }
  ... on Problem { message } ... on InvalidInput { field }`;
const GENERATE = `mutation ($input: GenerateInput!) { reply: generate(input: $input) { ${REPLY} } }`;
const COMPARE = `mutation ($input: CompareInput!) { reply: compare(input: $input) { ${REPLY} } }`;
const REPRODUCE = `mutation ($id: ID!) { reply: reproduce(id: $id) {
  __typename ... on Node { id } ... on Problem { message } ... on InvalidInput { field } } }`;

const shape = z.object({
  data: z.object({ reply: z.looseObject({ __typename: z.string(), id: z.string().optional() }) }),
});
const ask = async (client: HttpClient, query: string, variables: object) =>
  (await client.ask(query, shape, variables)).data.reply;

const SENTENCE =
  /^With .* width and height must be at most 128 pixels: not more than 2 times the 64 that it was made for\.$/;
/** Expects the sentence that says the limit, for that field. */
function expectRefusal(reply: Readonly<Record<string, unknown>>, field: string): void {
  expect(reply).toMatchObject({ __typename: 'InvalidInput', field });
  expect(reply['message']).toMatch(SENTENCE);
}

test.each([
  ['generate', GENERATE],
  ['compare', COMPARE],
])('%s paints at most twice what the base was made for', async (_name, query) => {
  const input = { prompt: 'a dog' };
  for (const [field, size] of [
    ['width', { width: 144 }],
    ['height', { height: 1024 }],
    ['height', { width: 128, height: 144 }],
  ] as const) {
    expectRefusal(await ask(visitor, query, { input: { ...input, ...size } }), field);
  }
  const most = { input: { ...input, width: 128, height: 128 } };
  expect((await ask(visitor, query, most)).id).toBeTruthy();
  const large = { input: { ...input, width: 1024, height: 512 } };
  expect((await ask(curator, query, large)).id).toBeTruthy();
});

test('so it is with a picture to begin from, whatever its own size', async () => {
  const picture = { width: 900, height: 900, channels: 3, background: 'red' } as const;
  const initialSha256 = await keepPicture(await sharp({ create: picture }).png().toBuffer());
  const input = { prompt: 'a dog', initialSha256, strength: 0.5 };
  const large = { input: { ...input, width: 512 } };
  expectRefusal(await ask(visitor, GENERATE, large), 'width');
  expect((await ask(visitor, GENERATE, { input })).id).toBeTruthy();
});

test('nothing is begun from the pixels of a picture in the arena, until it is published', async () => {
  const picture = { width: 64, height: 64, channels: 3, background: 'green' } as const;
  const png = await sharp({ create: picture }).png().toBuffer();
  const pixelsSha256 = sha256(await sharp(png).raw().toBuffer());
  expect((await ask(visitor, COMPARE, { input: { prompt: 'a green field' } })).id).toBeTruthy();
  const { id, comparisonId } = await prisma().generation.findFirstOrThrow({
    where: { prompt: { text: 'a green field' } },
  });
  const set = { where: { id: comparisonId ?? '' } };
  const painted = {
    status: 'SUCCEEDED',
    imageSha256: sha256(png),
    pixelsSha256,
    startedAt: new Date(),
    finishedAt: new Date(),
  } as const;
  await prisma().generation.update({ where: { id }, data: { ...painted, blind: true } });
  await prisma().comparison.update({ ...set, data: { arena: 'OPEN', openedAt: new Date() } });
  const initialSha256 = await keepPicture(png);
  const input = { prompt: 'a dog', initialSha256, strength: 0.4 };
  for (const query of [GENERATE, COMPARE]) {
    const reply = await ask(visitor, query, { input });
    expect(reply).toMatchObject({ __typename: 'InvalidInput', field: 'initialSha256' });
    expect(reply['message']).toMatch(/^This picture is in the arena/);
  }
  await prisma().generation.update({ where: { id }, data: { blind: false } });
  await prisma().comparison.update({ ...set, data: { arena: 'LEFT', leftAt: new Date() } });
  expect((await ask(visitor, GENERATE, { input })).id).toBeTruthy();
});

test('what a curator had painted larger, only curators have painted again', async () => {
  const large = { input: { prompt: 'a large dog', width: 512, height: 512 } };
  await ask(curator, GENERATE, large);
  const { id: key } = await prisma().generation.findFirstOrThrow({
    where: { width: 512, height: 512 },
  });
  const hash = 'a'.repeat(64);
  await prisma().generation.update({
    where: { id: key },
    data: {
      status: 'SUCCEEDED',
      imageSha256: hash,
      pixelsSha256: hash,
      startedAt: new Date(),
      finishedAt: new Date(),
    },
  });
  const id = encodeGlobalID('Generation', key);
  expectRefusal(await ask(visitor, REPRODUCE, { id }), 'id');
  expect(await ask(curator, REPRODUCE, { id })).toMatchObject({ __typename: 'Generation' });
});

test('a reproduction weighs what its picture does', async () => {
  const client = new HttpClient();
  await ask(client, GENERATE, {
    input: { prompt: 'a wide dog', width: 128, height: 128, steps: 100 },
  });
  const row = await prisma().generation.findFirstOrThrow({
    where: { width: 128, steps: 100 },
    include: { model: { include: { base: true } } },
  });
  const hash = 'b'.repeat(64);
  await prisma().generation.update({
    where: { id: row.id },
    data: {
      status: 'SUCCEEDED',
      imageSha256: hash,
      pixelsSha256: hash,
      startedAt: new Date(),
      finishedAt: new Date(),
    },
  });
  const weight = Math.ceil(4 * (100 / row.model.base.steps));
  const counted = async () => {
    const rows = await prisma().rateLimit.findMany({
      where: { key: { equals: `paint voter ${row.askedById ?? ''}` } },
    });
    return rows[0]?.points;
  };
  expect(await counted()).toBe(weight);
  await ask(client, REPRODUCE, { id: encodeGlobalID('Generation', row.id) });
  expect(await counted()).toBe(2 * weight);
});

test('a picture that is painted four times, or in steps of two calls, weighs so much', async () => {
  const client = new HttpClient();
  const { id: modelId } = await prisma().model.findFirstOrThrow({
    where: { name: 'vanilla-best-of-4' },
  });
  const input = { prompt: 'a narrow dog', scheduler: 'heun-karras' };
  const modelIds = [encodeGlobalID('Model', modelId)];
  expect((await ask(client, COMPARE, { input: { ...input, modelIds } })).id).toBeTruthy();
  const { askedById } = await prisma().generation.findFirstOrThrow({ where: { modelId } });
  const key = `paint voter ${askedById ?? ''}`;
  expect((await prisma().rateLimit.findFirstOrThrow({ where: { key } })).points).toBe(4 * 2);
});

test('a strength without a picture to paint over is refused', async () => {
  for (const query of [GENERATE, COMPARE]) {
    const reply = await ask(visitor, query, { input: { prompt: 'a dog', strength: 0.5 } });
    expect(reply).toMatchObject({ __typename: 'InvalidInput', field: 'strength' });
    expect(reply['message']).toMatch(/^A strength says how much .* leave strength out\.$/);
  }
});

test('a scheduler that cannot begin at the noise of the base is refused, and not among those of the base', async () => {
  for (const query of [GENERATE, COMPARE]) {
    const reply = await ask(visitor, query, { input: { prompt: 'a dog', scheduler: 'heun' } });
    expect(reply).toMatchObject({ __typename: 'InvalidInput', field: 'scheduler' });
    expect(reply['message']).toMatch(
      /^The noise of .* begins too high for heun, .* such as ddim\.$/,
    );
  }
  const named = z.object({
    data: z.object({
      models: z.array(z.object({ base: z.object({ schedulers: z.array(z.string()) }) })),
    }),
  });
  const { data } = await visitor.ask('{ models { base { schedulers } } }', named, {});
  const names = data.models[0]?.base.schedulers;
  expect(names).toContain('heun-karras');
  expect(names).not.toContain('heun');
  await prisma().base.updateMany({ data: { maxSigma: 14.6 } });
  const input = { prompt: 'a dog', scheduler: 'heun' };
  expect((await ask(visitor, GENERATE, { input })).id).toBeTruthy();
});
