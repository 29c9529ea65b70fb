import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { byMethod } from '@/lib/methods';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { endWorker, startWorker, until } from '../support/worker';

const COMPARE = /* GraphQL */ `
  mutation ($input: CompareInput!) {
    compare(input: $input) {
      __typename
      ... on Comparison {
        key
      }
    }
  }
`;

let folder: string;
let stop: () => Promise<void>;

/** The smoke export with the language model beside it, as a models folder has them. */
async function modelsFolder(): Promise<string> {
  const smoke = path.resolve(process.env['SMOKE_MODELS'] ?? '');
  const made = await mkdtemp(path.join(tmpdir(), 'sarovar-smoke-'));
  for (const name of await readdir(smoke)) {
    await symlink(path.join(smoke, name), path.join(made, name));
  }
  const languageModel = 'smollm2-135m-instruct';
  await symlink(path.resolve('models', languageModel), path.join(made, languageModel));
  return made;
}

beforeAll(async () => {
  folder = await modelsFolder();
  stop = await startDatabase();
  await registerModels(folder);
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function compare(): Promise<string> {
  const input = { prompt: 'three red balloons', seeds: ['5'], steps: 60 };
  const shape = z.object({ compare: z.object({ key: z.string() }) });
  return (await run(COMPARE, shape, { input })).compare.key;
}

async function pictures(comparisonId: string) {
  const rows = await prisma().generation.findMany({
    where: { comparisonId },
    include: { model: true },
  });
  return rows.sort((a, b) => byMethod(a.model, b.model));
}

async function finished(key: string) {
  const rows = await until(async () => {
    const found = await pictures(key);
    return found.every(({ finishedAt }) => finishedAt) ? found : undefined;
  });
  expect(new Set(rows.map(({ status, error }) => `${status} ${error ?? ''}`.trim()))).toEqual(
    new Set(['SUCCEEDED']),
  );
  return rows.map(({ model, pixelsSha256 }) => [model.name, pixelsSha256]);
}

test('a comparison whose worker is killed ends with the same bytes as an undisturbed one', async () => {
  const disturbed = await compare();
  const first = await startWorker({ MODELS_DIR: folder });
  await until(async () =>
    (await pictures(disturbed)).some(({ currentStep }) => currentStep > 0) ? true : undefined,
  );
  await endWorker(first, 'SIGKILL');
  const states = (await pictures(disturbed)).map(({ status }) => status);
  expect(new Set(states)).toEqual(new Set(['RUNNING']));

  const second = await startWorker({ MODELS_DIR: folder });
  const again = await finished(disturbed);
  const undisturbed = await finished(await compare());
  expect(again).toEqual(undisturbed);
  expect(again.map(([name]) => name)).toEqual([
    ...['vanilla', 'sur-cosine-3', 'sur-cosine-4', 'sur-kl', 'connector-clip', 'ella'],
  ]);
  expect(new Set(again.map(([, hash]) => hash)).size).toBeGreaterThan(3);
  await endWorker(second, 'SIGTERM');
});

test('how the methods compare is readable over GraphQL, from the file beside the base', async () => {
  const query = /* GraphQL */ `
    {
      ways {
        name
        models
      }
      models {
        name
        status
        base {
          methodComparison {
            reference
            rows {
              method
              form
              category
              value
              difference {
                low
                high
              }
            }
            surAblation {
              variant
              trained
              eta
              movement
            }
          }
        }
      }
    }
  `;
  const row = z.object({ method: z.string(), form: z.string(), category: z.string() });
  const shape = z.object({
    ways: z.array(z.object({ name: z.string(), models: z.array(z.string()) })),
    models: z.array(
      z.object({
        name: z.string(),
        base: z.object({
          methodComparison: z.object({
            reference: z.string(),
            rows: z.array(row),
            surAblation: z.array(z.object({ variant: z.string(), movement: z.number() })),
          }),
        }),
      }),
    ),
  });
  const { ways, models: all } = await run(query, shape);
  // What the base's own file says nothing of.
  const inWays = ways.flatMap((way) => way.models.map((model) => `${model}-${way.name}`));
  const models = all.filter(({ name }) => !inWays.includes(name));
  expect(models.length).toBeLessThan(all.length);
  const found = models[0]?.base.methodComparison;
  const { rows, reference, surAblation } = found ?? { rows: [], reference: '', surAblation: [] };
  expect(reference).toBe('vanilla');
  expect(new Set(rows.map(({ method }) => method))).toEqual(new Set(models.map((m) => m.name)));
  expect(rows).toHaveLength(models.length * 4 * 5);
  expect(new Set(surAblation.map(({ variant }) => variant)).size).toBe(4);
});
