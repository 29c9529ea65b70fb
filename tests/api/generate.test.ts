import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { HttpClient } from '../support/http';

const GENERATE = /* GraphQL */ `
  mutation ($input: GenerateInput!) {
    generate(input: $input) {
      __typename
      ... on Generation {
        id
        key
        status
        seed
        steps
        width
        queuePosition
      }
      ... on Problem {
        message
      }
      ... on InvalidInput {
        field
      }
      ... on QueueFull {
        retryAfter
      }
    }
  }
`;
const answer = z.object({ generate: z.looseObject({ __typename: z.string() }) });

async function generate(input: Record<string, unknown>) {
  return (await run(GENERATE, answer, { input })).generate;
}

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

test('a picture is asked for and answered at once as queued', async () => {
  const generation = await generate({ prompt: 'a dog', seed: '7', steps: 3 });
  expect(generation).toMatchObject({
    __typename: 'Generation',
    status: 'QUEUED',
    seed: '7',
    steps: 3,
    width: 64,
    queuePosition: 1,
  });
});

test('prompts that differ in case and spacing only are one', async () => {
  await generate({ prompt: 'Two  Cats' });
  await generate({ prompt: 'two cats' });
  expect(await prisma().prompt.count({ where: { normalizedText: 'two cats' } })).toBe(1);
});

test.each([
  ['prompt', { prompt: '' }],
  ['prompt', { prompt: '   ' }],
  ['prompt', { prompt: 'x'.repeat(10_000) }],
  ['steps', { prompt: 'a dog', steps: 0 }],
  ['width', { prompt: 'a dog', width: 60 }],
  ['height', { prompt: 'a dog', height: 2048 }],
  ['steps', { prompt: 'a dog', steps: 10_000 }],
  ['guidanceScale', { prompt: 'a dog', guidanceScale: -1 }],
  ['guidanceRescale', { prompt: 'a dog', guidanceRescale: 2 }],
  ['guidanceFrom', { prompt: 'a dog', guidanceFrom: -1 }],
  ['guidanceTo', { prompt: 'a dog', guidanceTo: 2 }],
  ['guidanceTo', { prompt: 'a dog', guidanceFrom: 0.6, guidanceTo: 0.4 }],
  ['seed', { prompt: 'a dog', seed: '-2' }],
  ['seed', { prompt: 'a dog', seed: '9223372036854775808' }],
  ['seed', { prompt: 'a dog', seed: 'NaN' }],
  ['scheduler', { prompt: 'a dog', scheduler: 'magic' }],
])('bad %s is a typed error (case %#)', async (field, input) => {
  const before = await prisma().generation.count();
  expect(await generate(input)).toMatchObject({ __typename: 'InvalidInput', field });
  expect(await prisma().generation.count()).toBe(before);
});

test('a seed of -1 is a random one', async () => {
  const { key } = z
    .looseObject({ key: z.string() })
    .parse(await generate({ prompt: 'a dog', seed: '-1' }));
  const { seed } = await prisma().generation.findUniqueOrThrow({ where: { id: key } });
  expect(seed).toBeGreaterThanOrEqual(0n);
});

test('NaN is no GraphQL number, and the answer says so', async () => {
  await expect(generate({ prompt: 'a dog', guidanceScale: Number.NaN })).rejects.toThrow(
    /Float cannot represent non numeric value/,
  );
});

test('an unknown model is a typed error', async () => {
  const unknown = { prompt: 'a dog', modelId: 'TW9kZWw6bm9uZQ==' };
  expect(await generate(unknown)).toMatchObject({ __typename: 'NotFound' });
  expect(await generate({ ...unknown, modelId: '%' })).toMatchObject({ __typename: 'NotFound' });
});

test('a waiting picture can be cancelled', async () => {
  const owner = new HttpClient();
  const asked = z.object({ data: z.object({ generate: z.object({ id: z.string() }) }) });
  const { data } = await owner.ask(GENERATE, asked, { input: { prompt: 'a car' } });
  const cancelled = await owner.ask(
    'mutation ($id: ID!) { cancelGeneration(id: $id) { ... on Generation { status } } }',
    z.object({ data: z.object({ cancelGeneration: z.object({ status: z.string() }) }) }),
    { id: data.generate.id },
  );
  expect(cancelled.data.cancelGeneration.status).toBe('CANCELLED');
});

test('only a finished picture can be reproduced', async () => {
  const { id } = z.looseObject({ id: z.string() }).parse(await generate({ prompt: 'a sun' }));
  const { reproduce } = await run(
    'mutation ($id: ID!) { reproduce(id: $id) { __typename } }',
    z.object({ reproduce: z.object({ __typename: z.string() }) }),
    { id },
  );
  expect(reproduce.__typename).toBe('NotFound');
});

test('prompts page through a connection, and node finds each of them', async () => {
  const edge = z.object({ node: z.object({ id: z.string(), text: z.string() }) });
  const shape = z.object({
    prompts: z.object({
      edges: z.array(edge),
      pageInfo: z.object({ endCursor: z.string(), hasNextPage: z.boolean() }),
    }),
  });
  const page = `query ($after: String) {
    prompts(first: 2, after: $after) {
      edges { node { id text } }
      pageInfo { endCursor hasNextPage }
    }
  }`;
  const first = await run(page, shape);
  expect(first.prompts.pageInfo.hasNextPage).toBe(true);
  const second = await run(page, shape, { after: first.prompts.pageInfo.endCursor });
  const texts = [...first.prompts.edges, ...second.prompts.edges].map(({ node }) => node.text);
  expect(new Set(texts).size).toBe(texts.length);
  const [one] = first.prompts.edges;
  const { node } = await run(
    'query ($id: ID!) { node(id: $id) { ... on Prompt { text } } }',
    z.object({ node: z.object({ text: z.string() }) }),
    { id: one?.node.id },
  );
  expect(node.text).toBe(one?.node.text);
});

test('a node that is not there is null, of every type', async () => {
  const types = z.object({
    __type: z.object({ possibleTypes: z.array(z.object({ name: z.string() })) }),
  });
  const { __type } = await run('{ __type(name: "Node") { possibleTypes { name } } }', types);
  expect(__type.possibleTypes.length).toBeGreaterThanOrEqual(8);
  const ids = __type.possibleTypes.map(({ name }) => encodeGlobalID(name, 'nothing'));
  const { nodes } = await run(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    z.object({ nodes: z.array(z.null()) }),
    { ids },
  );
  expect(nodes).toHaveLength(ids.length);
});

/** So many pictures wait that nobody here asked for. */
async function queue(priority: number, count: number): Promise<void> {
  const promptId = (await prisma().prompt.findFirstOrThrow()).id;
  const modelId = (await prisma().model.findFirstOrThrow()).id;
  await prisma().generation.createMany({
    data: Array.from({ length: count }, (_, i) => ({
      promptId,
      modelId,
      priority,
      seed: BigInt(i),
      steps: 1,
      guidanceScale: 1,
      scheduler: 'ddim',
      width: 64,
      height: 64,
    })),
  });
}

test('the queue is full of visitors’ pictures only: Sarovar’s own are in nobody’s way', async () => {
  await queue(0, 220);
  expect(await generate({ prompt: 'a dog' })).toMatchObject({ __typename: 'Generation' });
  await queue(1, 220);
  const refused = await generate({ prompt: 'a dog' });
  expect(refused).toMatchObject({ __typename: 'QueueFull', retryAfter: 600 });
  expect(refused['message']).toMatch(/waiting already; please try again in 600 seconds/);
});

test('whoever finds the queue full is told when there is room, as fast as it has lately moved', async () => {
  await prisma().generation.deleteMany({ where: { status: 'QUEUED' } });
  await queue(1, 60);
  // In five minutes: one every five seconds.
  const times = { startedAt: new Date(), finishedAt: new Date() };
  const ended = { status: 'FAILED', error: 'It did not work.', ...times } as const;
  await prisma().generation.updateMany({ where: { status: 'QUEUED' }, data: ended });
  await queue(1, 210);
  expect(await generate({ prompt: 'a dog' })).toMatchObject({
    __typename: 'QueueFull',
    retryAfter: 55,
  });
  // What ended long ago says nothing of now.
  const finishedAt = new Date(Date.now() - 3_600_000);
  await prisma().generation.updateMany({ where: { status: 'FAILED' }, data: { finishedAt } });
  expect(await generate({ prompt: 'a dog' })).toMatchObject({ retryAfter: 600 });
});
