import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import { setRetired } from '@/lib/models/catalogue';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { linkModel, modelsFolder } from '../support/models-folder';
import { endWorker, startWorker, until } from '../support/worker';

let stop: () => Promise<void>;
let folders: { sur: string; ella: string };
let workers: { sur: ChildProcess; ella: ChildProcess };
beforeAll(async () => {
  stop = await startDatabase();
  folders = {
    sur: await modelsFolder('sarovar-64', 'sarovar-64-sur-kl'),
    ella: await modelsFolder('sarovar-64', 'sarovar-64-ella', 'smollm2-135m-instruct'),
  };
  // One after the other: whoever comes last has the last word on what there is, if anybody has.
  const sur = await startWorker({ MODELS_DIR: folders.sur });
  workers = { sur, ella: await startWorker({ MODELS_DIR: folders.ella }) };
});
afterAll(async () => {
  for (const worker of Object.values(workers)) {
    if (worker.exitCode === null) await endWorker(worker, 'SIGTERM');
  }
  await stop();
  for (const folder of Object.values(folders)) await rm(folder, { recursive: true });
});

const COMPARE = /* GraphQL */ `
  mutation ($input: CompareInput!) {
    compare(input: $input) {
      ... on Comparison {
        key
      }
      ... on Problem {
        message
      }
    }
  }
`;
const compared = z.object({ compare: z.object({ key: z.string() }) });

/** Asks for pictures by the models of these names, or by those that are offered; returns the comparison's key. */
async function compare(...names: readonly string[]): Promise<string> {
  const models = await prisma().model.findMany({ where: { name: { in: [...names] } } });
  const modelIds = models.map(({ id }) => encodeGlobalID('Model', id));
  const input = { prompt: 'a yellow star', seeds: ['1'], steps: 2 };
  const asked = { input: names.length > 0 ? { ...input, modelIds } : input };
  return (await run(COMPARE, compared, asked)).compare.key;
}

const picturesOf = (comparisonId: string) =>
  prisma().generation.findMany({
    where: { comparisonId },
    include: { model: true },
    orderBy: { model: { name: 'asc' } },
  });

/** The pictures of a comparison once all are finished. */
const finished = (key: string) =>
  until(async () => {
    const rows = await picturesOf(key);
    return rows.every(({ finishedAt }) => finishedAt) ? rows : undefined;
  });

test('a worker that has other models retires nobody’s', async () => {
  const rows = await prisma().model.findMany({ orderBy: { name: 'asc' } });
  expect(rows.map(({ name, status }) => [name, status])).toEqual([
    ['ella', 'ACTIVE'],
    ['ella-clip', 'ACTIVE'],
    ['sur-kl', 'ACTIVE'],
    ['vanilla', 'ACTIVE'],
  ]);
});

test('a comparison of what no one worker has is painted by both, each with its models', async () => {
  const rows = await finished(await compare('ella', 'sur-kl', 'vanilla'));
  expect(rows.map(({ model, status, error }) => [model.name, status, error])).toEqual([
    ['ella', 'SUCCEEDED', null],
    ['sur-kl', 'SUCCEEDED', null],
    ['vanilla', 'SUCCEEDED', null],
  ]);
  const [ella, sur] = rows.map(({ workerId }) => workerId);
  expect(ella).not.toBe(sur);
});

const STATUS = /* GraphQL */ `
  {
    status {
      workers {
        writes
        models {
          name
        }
      }
    }
    models {
      name
      status
      atHand
    }
    offered: models(offered: true) {
      name
    }
  }
`;
const named = z
  .array(z.object({ name: z.string() }))
  .transform((all) => all.map(({ name }) => name).sort());
const status = () =>
  run(
    STATUS,
    z.object({
      status: z.object({ workers: z.array(z.object({ writes: z.boolean(), models: named })) }),
      models: z.array(z.object({ name: z.string(), status: z.string(), atHand: z.boolean() })),
      offered: named,
    }),
  );

test('the status says who has what', async () => {
  const said = await status();
  expect(said.status.workers).toEqual([
    { writes: false, models: ['sur-kl', 'vanilla'] },
    { writes: true, models: ['ella', 'ella-clip', 'vanilla'] },
  ]);
  expect(said.models.every(({ atHand }) => atHand)).toBe(true);
  expect(said.offered).toEqual(['ella', 'ella-clip', 'sur-kl', 'vanilla']);
});

const PICTURES = /* GraphQL */ `
  query ($key: String!) {
    comparison(key: $key) {
      generations {
        status
        waitsForModel
        queuePosition
        model {
          name
        }
      }
    }
  }
`;
const pictureShape = z.object({
  status: z.string(),
  waitsForModel: z.boolean(),
  queuePosition: z.number().nullable(),
  model: z.object({ name: z.string() }),
});
const shown = async (key: string) => {
  const shape = z.object({ comparison: z.object({ generations: z.array(pictureShape) }) });
  return (await run(PICTURES, shape, { key })).comparison.generations;
};

const ENRICH = /* GraphQL */ `
  mutation ($prompt: String!) {
    enrich(input: { prompt: $prompt }) {
      ... on Enrichment {
        key: id
        waitsForWriter
      }
    }
  }
`;
const enriched = z.object({ enrich: z.object({ key: z.string(), waitsForWriter: z.boolean() }) });

test('what nobody has is not offered and not retired; asked for all the same, it waits and says so', async () => {
  await endWorker(workers.ella, 'SIGTERM');
  const said = await status();
  expect(said.models).toContainEqual({ name: 'ella', status: 'ACTIVE', atHand: false });
  expect(said.offered).toEqual(['sur-kl', 'vanilla']);
  const byDefault = await finished(await compare());
  expect(byDefault.map(({ model }) => model.name)).toEqual(['sur-kl', 'vanilla']);

  const key = await compare('ella', 'sur-kl');
  const { enrich } = await run(ENRICH, enriched, { prompt: 'two red cats' });
  expect(enrich.waitsForWriter).toBe(true);
  const of = (name: string) => async () => {
    const found = (await shown(key)).find(({ model }) => model.name === name);
    return found?.status === 'SUCCEEDED' || found?.waitsForModel ? found : undefined;
  };
  // The other one is painted, although the waiting one was asked for before it.
  expect(await until(of('sur-kl'))).toMatchObject({ status: 'SUCCEEDED', waitsForModel: false });
  expect(await until(of('ella'))).toMatchObject({ status: 'QUEUED', waitsForModel: true });
  const later = await finished(await compare('vanilla'));
  expect(later.map((row) => row.status)).toEqual(['SUCCEEDED']);

  workers.ella = await startWorker({ MODELS_DIR: folders.ella });
  const rows = await finished(key);
  expect(rows.map((row) => [row.model.name, row.status, row.attempts])).toEqual([
    ['ella', 'SUCCEEDED', 1],
    ['sur-kl', 'SUCCEEDED', 1],
  ]);
  const { waitsForModel } = await until(of('ella'));
  expect(waitsForModel).toBe(false);
  const id = Buffer.from(enrich.key, 'base64').toString().replace('Enrichment:', '');
  const text = await until(async () => {
    const row = await prisma().enrichment.findUniqueOrThrow({ where: { id } });
    return row.finishedAt ? row : undefined;
  });
  expect(text).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
});

test('a model put into a running worker’s folder is at hand at once, and taken out it is not', async () => {
  const file = 'sarovar-64-sur-cosine-4000';
  await linkModel(folders.sur, file);
  await until(async () =>
    (await status()).offered.includes('sur-cosine-4000') ? true : undefined,
  );
  const rows = await finished(await compare('sur-cosine-4000'));
  expect(rows.map((row) => row.status)).toEqual(['SUCCEEDED']);
  await rm(`${folders.sur}/${file}`);
  await until(async () =>
    (await status()).offered.includes('sur-cosine-4000') ? undefined : true,
  );
  const { models } = await status();
  expect(models).toContainEqual({ name: 'sur-cosine-4000', status: 'ACTIVE', atHand: false });
});

test('retiring a model that nobody has ends the waiting for it', async () => {
  const key = await compare('sur-cosine-4000', 'vanilla');
  const model = await prisma().model.findFirstOrThrow({ where: { name: 'sur-cosine-4000' } });
  await setRetired([model.id], true);
  const rows = await finished(key);
  expect(rows.map((row) => [row.model.name, row.status, row.error])).toEqual([
    ['sur-cosine-4000', 'FAILED', 'Its model was retired while no worker had it.'],
    ['vanilla', 'SUCCEEDED', null],
  ]);
  await setRetired([model.id], false);
});

test('many that wait for a model are in nobody’s way but in that of those who ask for it', async () => {
  const [row] = await picturesOf(await compare('sur-cosine-4000'));
  const { promptId, modelId } = row ?? { promptId: '', modelId: '' };
  await prisma().generation.createMany({
    data: Array.from({ length: 200 }, (_, i) => ({
      promptId,
      modelId,
      seed: BigInt(i),
      steps: 1,
      guidanceScale: 1,
      scheduler: 'ddim',
      width: 64,
      height: 64,
    })),
  });
  const modelIds = [encodeGlobalID('Model', modelId)];
  const refused = z.object({ compare: z.object({ message: z.string() }) });
  const { message } = (await run(COMPARE, refused, { input: { prompt: 'a sun', modelIds } }))
    .compare;
  expect(message).toMatch(/^201 pictures are waiting already for a worker that has this model; /);
  const rows = await finished(await compare());
  expect(rows.map((other) => other.status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
});
