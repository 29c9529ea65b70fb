import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

const ENRICH = /* GraphQL */ `
  mutation ($input: EnrichInput!) {
    enrich(input: $input) {
      __typename
      ... on Enrichment {
        id
        status
        text
        llm
        templateName
        templateVersion
        facts {
          kind
          text
          kept
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
const GENERATE = /* GraphQL */ `
  mutation ($input: GenerateInput!) {
    generate(input: $input) {
      __typename
      ... on Generation {
        enrichment {
          text
        }
        prompt {
          text
        }
      }
      ... on InvalidInput {
        field
      }
    }
  }
`;
const CANCEL = /* GraphQL */ `
  mutation ($id: ID!) {
    cancelEnrichment(id: $id) {
      __typename
      ... on Enrichment {
        status
      }
    }
  }
`;
const answer = z.looseObject({ __typename: z.string(), id: z.string().optional() });

async function enrich(input: Record<string, unknown>) {
  return (await run(ENRICH, z.object({ enrich: answer }), { input })).enrich;
}
async function generate(input: Record<string, unknown>) {
  return (await run(GENERATE, z.object({ generate: answer }), { input })).generate;
}

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

test('a longer version is asked for and answered at once as queued, with its template', async () => {
  expect(await enrich({ prompt: 'two yellow fish' })).toMatchObject({
    __typename: 'Enrichment',
    status: 'QUEUED',
    text: '',
    llm: null,
    templateName: 'detailed',
    templateVersion: 1,
    facts: [],
  });
});

test('your own longer version is finished at once, and says what it kept', async () => {
  const mine = await enrich({ prompt: 'two yellow fish', text: 'Two fish swim in a pond.' });
  expect(mine).toMatchObject({ status: 'SUCCEEDED', llm: null });
  expect(mine['facts']).toEqual([
    { kind: 'object', text: 'fish', kept: true },
    { kind: 'number', text: 'two fish', kept: true },
    { kind: 'colour', text: 'yellow fish', kept: false },
  ]);
});

test('a finished longer version is painted instead of its prompt, and of no other one', async () => {
  const { id } = await enrich({ prompt: 'a dog', text: 'A brown dog sits.' });
  expect(await generate({ prompt: 'A  dog', enrichmentId: id })).toMatchObject({
    __typename: 'Generation',
    prompt: { text: 'a dog' },
    enrichment: { text: 'A brown dog sits.' },
  });
  const refused = { __typename: 'InvalidInput', field: 'enrichmentId' };
  expect(await generate({ prompt: 'a cat', enrichmentId: id })).toMatchObject(refused);
  expect(await prisma().prompt.count({ where: { text: 'a cat' } })).toBe(0);
  expect(await generate({ prompt: 'a dog', enrichmentId: 'nonsense' })).toMatchObject(refused);
  const waiting = await enrich({ prompt: 'a dog' });
  expect(await generate({ prompt: 'a dog', enrichmentId: waiting.id })).toMatchObject(refused);
});

test.each([
  ['prompt', { prompt: ' ' }],
  ['prompt', { prompt: 'x'.repeat(501) }],
  ['text', { prompt: 'a dog', text: '' }],
  ['text', { prompt: 'a dog', text: 'x'.repeat(1001) }],
  ['seed', { prompt: 'a dog', seed: -1 }],
])('bad %s is a typed error (case %#)', async (field, input) => {
  const before = await prisma().enrichment.count();
  expect(await enrich(input)).toMatchObject({ __typename: 'InvalidInput', field });
  expect(await prisma().enrichment.count()).toBe(before);
});

test('a waiting text can be cancelled, a finished one stays as it is', async () => {
  const shape = z.object({ cancelEnrichment: answer });
  const curator = { isCurator: true };
  const cancel = async (id: unknown) =>
    (await run(CANCEL, shape, { id }, curator)).cancelEnrichment;
  const waiting = await enrich({ prompt: 'a sun' });
  expect(await cancel(waiting.id)).toMatchObject({ status: 'CANCELLED' });
  const mine = await enrich({ prompt: 'a sun', text: 'A yellow sun.' });
  expect(await cancel(mine.id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await cancel('RW5yaWNobWVudDpub25l')).toMatchObject({ __typename: 'NotFound' });
});
