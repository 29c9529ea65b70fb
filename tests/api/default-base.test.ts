import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '@/lib/config';
import { defaultOf } from '@/lib/models/default-base';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { seed } from '@/prisma/seed';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { modelsFolder } from '../support/models-folder';

let stop: () => Promise<void>;
let models: string;
beforeAll(async () => {
  stop = await startDatabase();
  models = await modelsFolder('sarovar-64', 'sarovar-64-scorer');
  // A base that somebody brought, and that comes before the embedded one, by its name and in time.
  const brought = path.join(models, 'a-base');
  await cp('models/sarovar-64', brought, { recursive: true });
  const manifest = path.join(brought, 'manifest.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('"name": "sarovar-64"', '"name": "a-base"'));
  await registerModels(models);
});
afterAll(async () => {
  await stop();
  await rm(models, { recursive: true });
});

const BASES = [
  { id: '1', name: 'a-base' },
  { id: '2', name: 'sarovar-64' },
];

afterEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});

test('the seeds are painted by the base that is named for them, whatever else is there', async () => {
  const first = await prisma().base.findFirstOrThrow({ orderBy: { id: 'asc' } });
  expect(first.name).toBe('a-base');
  expect(await seed(models)).toMatch(/ [1-9]\d* pictures newly asked for/);
  const painters = await prisma().generation.findMany({
    include: { model: { include: { base: true } } },
  });
  expect(new Set(painters.map(({ model }) => model.base.name))).toEqual(new Set(['sarovar-64']));
});

const GENERATE = /* GraphQL */ `
  mutation {
    generate(input: { prompt: "a dog" }) {
      ... on Generation {
        steps
        scheduler
        model {
          base {
            name
            isDefault
            steps
            scheduler
          }
        }
      }
    }
  }
`;
const base = z.object({
  name: z.string(),
  isDefault: z.boolean(),
  steps: z.int(),
  scheduler: z.string(),
});
const generated = z.object({
  generate: z.object({
    steps: z.int(),
    scheduler: z.string(),
    model: z.object({ base }),
  }),
});

test('who names no model gets one of the default base, with what that says', async () => {
  const { steps, scheduler, model } = (await run(GENERATE, generated)).generate;
  expect(model.base).toMatchObject({ name: 'sarovar-64', isDefault: true, steps, scheduler });
});

test('DEFAULT_BASE says which base that is; where it is not there, the one that came first', async () => {
  const { DATABASE_URL } = process.env;
  expect(parseConfig({ DATABASE_URL }).defaultBase).toBe('sarovar-64');
  expect(parseConfig({ DATABASE_URL, DEFAULT_BASE: 'sd-1.5' }).defaultBase).toBe('sd-1.5');
  expect(defaultOf(BASES)?.name).toBe('sarovar-64');
  vi.resetModules();
  vi.stubEnv('DEFAULT_BASE', 'sd-1.5');
  const other = await import('@/lib/models/default-base');
  expect(other.defaultOf(BASES.toReversed())?.name).toBe('a-base');
  expect(other.defaultOf(BASES.slice(2))).toBeUndefined();
});
