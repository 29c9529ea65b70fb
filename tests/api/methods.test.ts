import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { METHOD_NAMES, METHODS } from '@/lib/methods';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { compare } from '../support/painting';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

const METHODS_QUERY = /* GraphQL */ `
  {
    methods {
      method
      title
      colour
      summary
      explanation
      paper {
        title
        url
      }
      path {
        title
        note
        trained
      }
    }
  }
`;

test('the API explains every method of the table, in its order', async () => {
  const shape = z.object({ methods: z.array(z.looseObject({ method: z.string() })) });
  const { methods } = await run(METHODS_QUERY, shape);
  expect(methods.map(({ method }) => method)).toEqual(METHOD_NAMES);
  for (const [index, name] of METHOD_NAMES.entries()) {
    const { title, colour, summary, explanation, paper } = METHODS[name];
    expect(methods[index]).toMatchObject({ title, colour, summary, explanation, paper });
  }
});

const COMPARISON = /* GraphQL */ `
  query ($key: String!) {
    comparison(key: $key) {
      generations {
        seed
        steps
        model {
          name
          method
        }
      }
    }
  }
`;
const picture = z.object({
  seed: z.string(),
  steps: z.number(),
  model: z.object({ name: z.string(), method: z.string() }),
});
const comparisonShape = z.object({ comparison: z.object({ generations: z.array(picture) }) });

async function pictures(key: string) {
  return (await run(COMPARISON, comparisonShape, { key })).comparison.generations;
}

test('pictures of a comparison stand by seed, and then in the order of the table', async () => {
  const found = await pictures(await compare({ seeds: ['20', '3'] }));
  const names = [
    ...['vanilla', 'sur-cosine-3000', 'sur-cosine-4000', 'sur-kl', 'connector-clip', 'ella'],
  ];
  expect(found.map(({ seed, model }) => `${seed} ${model.name}`)).toEqual([
    ...names.map((name) => `3 ${name}`),
    ...names.map((name) => `20 ${name}`),
  ]);
  expect(found.every(({ steps }) => steps === 2)).toBe(true);
});

test('models of a method that is gone keep their pictures, and come last', async () => {
  const key = await compare({});
  await prisma().model.updateMany({ where: { name: 'sur-kl' }, data: { method: 'GONE' } });
  try {
    const found = await pictures(key);
    expect(found.at(-1)?.model).toEqual({ name: 'sur-kl', method: 'UNKNOWN' });
    const shape = z.object({ models: z.array(z.object({ method: z.string() })) });
    const { models } = await run('{ models { method } }', shape);
    expect(models.map(({ method }) => method).filter((m) => m === 'UNKNOWN')).toHaveLength(1);
  } finally {
    await prisma().model.updateMany({ where: { name: 'sur-kl' }, data: { method: 'SUR' } });
  }
});
