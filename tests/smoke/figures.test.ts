import { at } from '@/lib/at';
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

const FIGURES = /* GraphQL */ `
  {
    models {
      name
      base {
        methodFigures {
          shownSteps
          filmstrips {
            method
            imageUrl
            factsRight
            low
            middle
            high
          }
          etas {
            method
            imageUrl
            values
            own
            short
          }
          attention {
            words
            timesteps
            shares
          }
        }
      }
    }
  }
`;
const numbers = z.array(z.number());
const shape = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      base: z.object({
        methodFigures: z
          .object({
            shownSteps: numbers,
            filmstrips: z.array(
              z.object({
                method: z.string(),
                imageUrl: z.string(),
                factsRight: numbers,
                low: numbers,
                middle: numbers,
                high: numbers,
              }),
            ),
            etas: z.array(
              z.object({
                method: z.string(),
                imageUrl: z.string(),
                values: numbers,
                own: z.number(),
                short: numbers,
              }),
            ),
            attention: z.object({
              words: z.array(z.string()),
              timesteps: numbers,
              shares: z.array(z.array(numbers)),
            }),
          })
          .nullable(),
      }),
    }),
  ),
});

let folder: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-figures-'));
  await cp(path.resolve(process.env['SMOKE_MODELS'] ?? ''), folder, { recursive: true });
  await cp('models/smollm2-135m-instruct', path.join(folder, 'smollm2-135m-instruct'), {
    recursive: true,
  });
  stop = await startDatabase();
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function figures() {
  await registerModels(folder);
  return (await run(FIGURES, shape)).models[0]?.base.methodFigures;
}

test('the figures of a base are painted by one command and served with their pictures', async () => {
  expect(await figures()).toBeNull();
  const command = ['--import', 'tsx', 'scripts/figures.ts', '--models', folder];
  command.push('--base', 'sarovar-128', '--scorer', 'sarovar-128-scorer');
  execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  const found = await figures();
  const steps = found?.shownSteps.length ?? 0;
  expect(found?.filmstrips.map(({ method }) => method)).toEqual([
    ...['vanilla', 'sur-cosine-3', 'sur-cosine-4', 'sur-kl', 'connector-clip', 'ella'],
  ]);
  for (const { imageUrl, factsRight, low, middle, high } of found?.filmstrips ?? []) {
    const bytes = await blobs().get(/([0-9a-f]{64})\.png$/.exec(imageUrl)?.[1] ?? '');
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([128 * steps, 128]);
    expect(factsRight).toHaveLength(steps);
    low.forEach((share, i) => {
      expect(share + at(middle, i) + at(high, i)).toBeCloseTo(1, 2);
    });
  }
  const kl = found?.etas.find(({ method }) => method === 'sur-kl');
  expect(kl).toMatchObject({ own: 0.1, short: [] });
  const predicted = found?.etas.find(({ method }) => method === 'sur-cosine-4');
  expect(predicted?.short.length).toBeGreaterThan(100);
  expect(found?.attention.words.join('')).toBe('three red balloons on a blue background');
  expect(found?.attention.shares).toHaveLength(found?.attention.timesteps.length ?? 0);
});
