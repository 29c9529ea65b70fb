import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { byNoise } from '@/lib/arena/pairs';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { HttpClient } from '../support/http';
import { usualModels } from '../support/painting';

const COMPARE = /* GraphQL */ `
  mutation ($input: CompareInput!) {
    compare(input: $input) {
      __typename
      ... on Comparison {
        id
        generations {
          status
          seed
          steps
          model {
            id
            name
          }
        }
      }
      ... on Problem {
        message
      }
      ... on InvalidInput {
        field
      }
    }
  }
`;
const CANCEL = /* GraphQL */ `
  mutation ($id: ID!) {
    cancelComparison(id: $id) {
      __typename
      ... on Comparison {
        generations {
          status
        }
      }
    }
  }
`;
const answer = z.looseObject({ __typename: z.string(), id: z.string().optional() });

async function compare(input: Record<string, unknown>) {
  return (await run(COMPARE, z.object({ compare: answer }), { input })).compare;
}

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

test('every active model of the base is asked for each seed once, but for other ways to paint', async () => {
  const models = await usualModels();
  expect(models.length).toBeLessThan(await prisma().model.count());
  const seeds = ['3', '9223372036854775807', '3'];
  const comparison = await compare({ prompt: 'a dog', seeds, steps: 2 });
  const shape = z.array(z.object({ seed: z.string(), status: z.string(), steps: z.number() }));
  const pictures = shape.parse(comparison['generations']);
  expect(pictures.filter(({ seed }) => seed === '3')).toHaveLength(models.length);
  expect(pictures).toHaveLength(2 * models.length);
  expect(pictures.every(({ status, steps }) => status === 'QUEUED' && steps === 2)).toBe(true);
});

test('without seeds all pictures share one random seed', async () => {
  const { generations } = await compare({ prompt: 'a dog' });
  const seeds = z.array(z.object({ seed: z.string() })).parse(generations);
  expect(new Set(seeds.map(({ seed }) => seed)).size).toBe(1);
});

test.each([
  ['prompt', { prompt: '' }],
  ['seeds', { prompt: 'a dog', seeds: [] }],
  ['seeds', { prompt: 'a dog', seeds: ['1', '2', '3', '4', '5'] }],
  ['seeds', { prompt: 'a dog', seeds: ['-2'] }],
  ['steps', { prompt: 'a dog', steps: 0 }],
  ['enrichmentId', { prompt: 'a dog', enrichmentId: 'nonsense' }],
])('bad %s is a typed error, and nothing is stored (case %#)', async (field, input) => {
  const before = await prisma().comparison.count();
  expect(await compare(input)).toMatchObject({ __typename: 'InvalidInput', field });
  expect(await prisma().comparison.count()).toBe(before);
});

test('unknown models are typed errors', async () => {
  const unknown = 'TW9kZWw6bm9uZQ==';
  const input = { prompt: 'a dog', modelIds: [unknown] };
  expect(await compare(input)).toMatchObject({ __typename: 'NotFound' });
});

test('cancelling stops every picture that is not finished', async () => {
  const owner = new HttpClient();
  const asked = z.object({ data: z.object({ compare: answer }) });
  const { data } = await owner.ask(COMPARE, asked, { input: { prompt: 'a sun' } });
  const shape = z.object({
    data: z.object({
      cancelComparison: z.object({ generations: z.array(z.object({ status: z.string() })) }),
    }),
  });
  const cancelled = await owner.ask(CANCEL, shape, { id: data.compare.id });
  const states = cancelled.data.cancelComparison.generations.map(({ status }) => status);
  expect(new Set(states)).toEqual(new Set(['CANCELLED']));
});

const SEND = /* GraphQL */ `
  mutation ($id: ID!) {
    sendToVoting(id: $id) {
      __typename
      ... on ArenaEntry {
        state
      }
    }
  }
`;

test('a prompt sent to voting is painted once, in pairs, blind, by the base’s recipe, from secret seeds', async () => {
  const base = await prisma().base.findFirstOrThrow();
  const { id } = await compare({ prompt: 'two suns', seeds: ['5'], steps: 3 });
  for (let time = 0; time < 2; time += 1) {
    const { sendToVoting } = await run(SEND, z.object({ sendToVoting: answer }), { id });
    expect(sendToVoting['state']).toBe('ADMITTED');
  }
  const rows = await prisma().generation.findMany({
    where: { comparison: { arena: 'PAINTING' }, prompt: { text: 'two suns' } },
  });
  // Of vanilla, SUR and ELLA each two.
  expect(byNoise(rows).map((pair) => pair.length)).toEqual([2, 2, 2]);
  // Not by what a visitor has chosen: one step, say, which favours some models.
  expect(rows.every((row) => row.blind && row.steps === base.steps)).toBe(true);
  expect(rows.map(({ seed }) => seed)).not.toContain(5n);
  const unknown = { id: 'TW9kZWw6bm9uZQ==' };
  const { sendToVoting } = await run(SEND, z.object({ sendToVoting: answer }), unknown);
  expect(sendToVoting.__typename).toBe('NotFound');
});

test('thirty requests at once queue no more than one may ask for, and are told when to go on', async () => {
  await prisma().generation.deleteMany();
  const somebody = new HttpClient();
  const shape = z.object({
    data: z.object({
      compare: z.object({ __typename: z.string(), retryAfter: z.number().optional() }),
    }),
  });
  const ask = (query: string) => somebody.ask(query, shape);
  const seeds = '["1", "2", "3", "4"]';
  const query = `mutation { compare(input: { prompt: "a dog", seeds: ${seeds} }) {
    __typename ... on TooFast { retryAfter } } }`;
  await ask(query);
  const answers = await Promise.all(Array.from({ length: 29 }, () => ask(query)));
  const waits = answers.flatMap(({ data }) => data.compare.retryAfter ?? []);
  expect(waits.length).toBeGreaterThan(0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(120);
  expect(await prisma().generation.count({ where: { status: 'QUEUED' } })).toBeLessThanOrEqual(200);
});
