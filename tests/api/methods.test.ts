import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { METHOD_NAMES, METHODS } from '@/lib/methods';
import { comparisonSchema } from '@/lib/methods/comparison';
import { WAY_NAMES } from '@/lib/methods/ways';
import type { MeasuredWays } from '@/lib/methods/ways/measured';
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

const WAYS_QUERY = /* GraphQL */ `
  {
    ways {
      name
      models
      equation
      paper {
        url
      }
    }
    models {
      name
      settings
      base {
        methodComparison {
          ways {
            prompts
            rows {
              model
              category
              value
              cost
              differences {
                from
                difference {
                  value
                }
              }
            }
          }
        }
      }
    }
  }
`;

test('the API tells every way to paint, its models, and what was measured of them', async () => {
  const base = await prisma().base.findFirstOrThrow({ select: { id: true, comparison: true } });
  const measured: MeasuredWays = {
    command: 'npm run bench:methods',
    unetSha256: 'any',
    steps: 25,
    guidanceScale: 4,
    categories: ['COUNTING', 'COLOR'],
    models: [
      { model: 'vanilla', right: '00', seconds: 0.5 },
      { model: 'vanilla-best-of-4', right: '01', seconds: 2 },
    ],
  };
  const before = comparisonSchema.parse(base.comparison);
  const where = { id: base.id };
  await prisma().base.update({ where, data: { comparison: { ...before, ways: measured } } });
  const row = z.looseObject({ model: z.string(), category: z.string() });
  const ways = z.object({ prompts: z.number(), rows: z.array(row) });
  const shape = z.object({
    ways: z.array(z.looseObject({ name: z.string(), models: z.array(z.string()) })),
    models: z.array(
      z.object({
        name: z.string(),
        settings: z.record(z.string(), z.json()).nullable(),
        base: z.object({ methodComparison: z.object({ ways }) }),
      }),
    ),
  });
  const said = await run(WAYS_QUERY, shape);
  await prisma().base.update({ where, data: { comparison: before } });
  expect(said.ways.map(({ name }) => name)).toEqual(WAY_NAMES);
  const settings = new Map(said.models.map((model) => [model.name, model.settings]));
  for (const { name, models } of said.ways) {
    for (const model of models)
      expect(settings.get(`${model}-${name}`)).toMatchObject({ way: name });
  }
  const { prompts, rows } = at(said.models, 0).base.methodComparison.ways;
  expect(prompts).toBe(2);
  expect(rows.find((own) => own.model === 'vanilla-best-of-4')).toMatchObject({
    category: 'ALL',
    value: 0.5,
    cost: 4,
    differences: [{ from: 'vanilla', difference: { value: 0.5 } }],
  });
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
