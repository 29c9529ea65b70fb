import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bestOf, candidateSeeds } from '@/lib/methods/ways/candidates';
import { openBase } from '@/lib/models/base';
import { registerModels } from '@/lib/models/register';
import { openScorer } from '@/lib/models/scorer';
import { sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { compare, outcomes } from '../support/painting';
import { onCpu } from '../support/sessions';
import { endWorker, startWorker } from '../support/worker';

let stop: () => Promise<void>;
let worker: ChildProcess;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
  worker = await startWorker();
});
afterAll(async () => {
  expect(await endWorker(worker, 'SIGTERM')).toBe(0);
  await stop();
});

test('each picture says which words were too many for what its model reads', async () => {
  const prompt = Array.from({ length: 60 }, (_, i) => (i === 59 ? 'dog' : 'red')).join(' ');
  const comparisonId = await compare({ prompt, steps: 1 });
  await outcomes(comparisonId);
  const rows = await prisma().generation.findMany({
    where: { comparisonId },
    select: { truncatedWords: true, model: { select: { name: true } } },
    orderBy: { model: { name: 'asc' } },
  });
  const lost = rows.map(({ model, truncatedWords }) => [model.name, truncatedWords.at(-1)]);
  expect(lost).toEqual([
    // The control reads what CLIP reads, although its connector is ELLA's.
    ['connector-clip', 'dog'],
    ['ella', undefined],
    ['sur-cosine-3000', 'dog'],
    ['sur-cosine-4000', 'dog'],
    ['sur-kl', 'dog'],
    ['vanilla', 'dog'],
  ]);
});

const PROMPT = 'a red balloon left of a blue star';
const STEPS = 4;

/** Asks these models for one picture each; returns their rows by name. */
async function painted(names: readonly string[]) {
  const models = await prisma().model.findMany({ where: { name: { in: [...names] } } });
  const modelIds = models.map(({ id }) => Buffer.from(`Model:${id}`).toString('base64'));
  const asked = { prompt: PROMPT, steps: STEPS, seeds: ['5'], guidanceScale: 4, modelIds };
  const comparisonId = await compare(asked);
  const all = await outcomes(comparisonId);
  expect(all).toEqual(names.map((name) => [name, 'SUCCEEDED', null]));
  const rows = await prisma().generation.findMany({
    where: { comparisonId },
    include: { model: true, scores: true },
  });
  return new Map(rows.map((row) => [row.model.name, row]));
}

test('other ways to paint: the best of four is that of the stated seeds, and each is the same twice', async () => {
  const names = ['ella', 'ella-clip', 'vanilla', 'vanilla-best-of-4', 'vanilla-regions'];
  const once = await painted(names);
  const again = await painted(names);
  const pixels = names.map((name) => once.get(name)?.pixelsSha256);
  expect(names.map((name) => again.get(name)?.pixelsSha256)).toEqual(pixels);
  expect(
    new Set(
      ['ella', 'ella-clip', 'vanilla', 'vanilla-regions'].map(
        (name) => once.get(name)?.pixelsSha256,
      ),
    ).size,
  ).toBe(4);
  expect(once.get('vanilla-best-of-4')).toMatchObject({
    seed: 5n,
    steps: STEPS,
    currentStep: STEPS,
  });

  const options = { ...onCpu(2), verifyHashes: false };
  const base = await openBase('models/sarovar-64', options);
  const scorer = await openScorer('models/sarovar-64-scorer', options);
  const scores: (number | undefined)[] = [];
  const hashes: string[] = [];
  for (const seed of candidateSeeds(5n, 4)) {
    const [picture] = await base.generate({
      prompt: PROMPT,
      negativePrompt: '',
      seeds: [seed],
      steps: STEPS,
      previewEvery: 0,
      guidanceScale: 4,
      guidanceRescale: 0,
      scheduler: 'ddim',
      noise: 'cpu',
      width: 64,
      height: 64,
    });
    if (!picture) throw new Error('No picture came back.');
    scores.push((await scorer.score(picture, PROMPT)).score);
    hashes.push(sha256(picture.rgb));
  }
  expect(hashes[0]).toBe(once.get('vanilla')?.pixelsSha256);
  expect(bestOf(hashes, scores)).toBe(once.get('vanilla-best-of-4')?.pixelsSha256);
  expect(once.get('vanilla-best-of-4')?.scores[0]?.score).toBe(bestOf(scores, scores));
});
