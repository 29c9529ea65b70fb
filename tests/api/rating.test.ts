import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { POST } from '@/app/api/graphql/route';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

let stop: () => Promise<void>;
let picture: string;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(1);
  const { reveal } = await new Visitor().decideSet('TIE');
  picture = reveal?.left.key ?? '';
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const RATE = /* GraphQL */ `
  mutation ($input: RateInput!) {
    rate(input: $input) {
      __typename
      ... on InvalidInput {
        field
      }
    }
  }
`;

function rate(visitor: Visitor, value: number, id = picture, criterion = 'QUALITY') {
  const generationId = encodeGlobalID('Generation', id);
  return visitor.ask('rate', RATE, { input: { generationId, criterion, value } });
}

const MEAN = '{ ratings { criterion count mean low high } myRatings { value } }';
const shape = z.object({
  generation: z.object({
    ratings: z.array(
      z.object({
        criterion: z.string(),
        count: z.number(),
        mean: z.number(),
        low: z.number().nullable(),
        high: z.number().nullable(),
      }),
    ),
    myRatings: z.array(z.object({ value: z.number() })),
  }),
});
const read = async () =>
  (await run(`query ($key: String!) { generation(key: $key) ${MEAN} }`, shape, { key: picture }))
    .generation;

test('a voter has one rating for each criterion, and may change it; the mean has an interval', async () => {
  const [first, second] = [new Visitor(), new Visitor()];
  expect(await rate(first, 2)).toMatchObject({ __typename: 'Generation' });
  expect((await read()).ratings).toEqual([
    { criterion: 'QUALITY', count: 1, mean: 2, low: null, high: null },
  ]);
  await rate(first, 4);
  await rate(second, 5);
  await rate(second, 1, picture, 'ALIGNMENT');
  const [alignment, quality] = (await read()).ratings;
  expect(alignment).toMatchObject({ criterion: 'ALIGNMENT', count: 1, mean: 1 });
  expect(quality).toMatchObject({ criterion: 'QUALITY', count: 2, mean: 4.5, low: 1, high: 5 });
  expect((await read()).myRatings).toEqual([]);
});

test('a new visitor sees the first star at once, and after coming back', async () => {
  const ask = async (query: string, variables: Record<string, unknown>, cookie = '') => {
    const headers = { 'content-type': 'application/json', cookie };
    const body = JSON.stringify({ query, variables });
    const url = 'http://127.0.0.1/api/graphql';
    return POST(new Request(url, { method: 'POST', headers, body }));
  };
  const input = {
    generationId: encodeGlobalID('Generation', picture),
    criterion: 'PLAUSIBILITY',
    value: 4,
  };
  const given = await ask(
    'mutation ($input: RateInput!) { rate(input: $input) { ... on Generation { myRatings { value } } } }',
    { input },
  );
  expect(await given.json()).toMatchObject({ data: { rate: { myRatings: [{ value: 4 }] } } });
  const [cookie] = given.headers.getSetCookie();
  const again = await ask(
    'query ($key: String!) { generation(key: $key) { myRatings { value } } }',
    { key: picture },
    cookie?.split(';')[0],
  );
  expect(await again.json()).toMatchObject({ data: { generation: { myRatings: [{ value: 4 }] } } });
});

test.each([0, 6])('%i stars are a typed error, and nothing is stored', async (value) => {
  const before = await prisma().rating.count();
  expect(await rate(new Visitor(), value)).toMatchObject({
    __typename: 'InvalidInput',
    field: 'value',
  });
  expect(await rate(new Visitor(), 3, 'nothing')).toMatchObject({ __typename: 'NotFound' });
  expect(await prisma().rating.count()).toBe(before);
});
