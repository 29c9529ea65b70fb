import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { planStudy } from '@/lib/studies/plan';
import { progressOfStudies } from '@/lib/studies/progress';
import { startStudy } from '@/lib/studies/start';
import { importPromptSet } from '@/lib/studio/prompt-sets/import';
import { startDatabase } from '../support/database';
import { endWorker, startWorker, until } from '../support/worker';

const OPERATOR = { id: () => Promise.resolve(null), network: undefined };

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

test('a study whose worker is killed in the middle is painted to its end, each picture once', async () => {
  const text = 'three red balloons\na dog to the left of a cat';
  const set = await importPromptSet({ title: 'Two', licence: 'CC0-1.0', text }, OPERATOR);
  const recipes = [{ steps: 30 }];
  const input = { set: set.id, models: ['vanilla', 'ella'], seeds: ['1', '2'], recipes };
  const { sha256 } = await planStudy(input, OPERATOR);
  const id = await startStudy(input, sha256, OPERATOR);
  const progress = async () => (await progressOfStudies([id])).get(id);

  const first = await startWorker();
  await until(async () =>
    (await prisma().generation.count({ where: { currentStep: { gt: 0 }, status: 'RUNNING' } })) > 0
      ? true
      : undefined,
  );
  await endWorker(first, 'SIGKILL');
  expect(await progress()).toMatchObject({ state: 'RUNNING', total: 8 });

  const second = await startWorker();
  await until(async () => ((await progress())?.state === 'FINISHED' ? true : undefined));
  expect(await endWorker(second, 'SIGTERM')).toBe(0);
  expect(await progress()).toMatchObject({ total: 8, painted: 8, failed: 0, waiting: 0 });
  const pictures = await prisma().generation.findMany({ include: { scores: true } });
  const places = pictures.map((own) => `${own.promptId} ${own.modelId} ${own.seed}`);
  expect(new Set(places).size).toBe(8);
  expect(pictures).toHaveLength(8);
  expect(pictures.every(({ scores, steps }) => scores.length === 1 && steps === 30)).toBe(true);
  expect(pictures.some(({ attempts }) => attempts === 2)).toBe(true);
}, 240_000);
