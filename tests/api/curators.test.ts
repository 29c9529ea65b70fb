import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

const RETIRE = /* GraphQL */ `
  mutation ($id: ID!, $retired: Boolean!) {
    setModelRetired(id: $id, retired: $retired) {
      __typename
      ... on Model {
        status
      }
    }
  }
`;
const retired = z.object({
  setModelRetired: z.object({ __typename: z.string(), status: z.string().optional() }),
});
const models = z.object({
  models: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
});

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

async function idOf(name: string): Promise<string> {
  const all = (await run('{ models { id name status } }', models)).models;
  return all.find((model) => model.name === name)?.id ?? '';
}
const set = async (id: string, to: boolean, isCurator: boolean) =>
  (await run(RETIRE, retired, { id, retired: to }, { isCurator })).setModelRetired;

test('a curator takes a model out of use and back, nobody else does', async () => {
  const id = await idOf('ella');
  expect(await set(id, true, false)).toEqual({ __typename: 'NotCurator' });
  expect(await set(id, true, true)).toEqual({ __typename: 'Model', status: 'RETIRED' });
  // What somebody took out of use stays so when the folders are looked at again.
  await registerModels('models');
  expect(await set(id, true, true)).toEqual({ __typename: 'Model', status: 'RETIRED' });
  expect(await set(id, false, true)).toEqual({ __typename: 'Model', status: 'ACTIVE' });
  expect(await set('TW9kZWw6eA==', true, true)).toEqual({ __typename: 'NotFound' });
});

test.each([
  ['a long enough secret', 'Bearer a long enough secret', true],
  ['a long enough secret', 'Bearer a long enough', false],
  ['a long enough secret', null, false],
  ['', 'Bearer ', false],
])('with the token %j, the header %j is a curator’s: %s', async (token, header, expected) => {
  vi.stubEnv('CURATOR_TOKEN', token);
  vi.resetModules();
  const { isCurator } = await import('@/graphql/curators');
  expect(isCurator(header)).toBe(expected);
  vi.unstubAllEnvs();
});
