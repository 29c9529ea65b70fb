import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import type { RgbImage } from '@/lib/diffusion/image';
import type { StepReport } from '@/lib/diffusion/pipeline';
import { SCHEDULERS, type SchedulerName } from '@/lib/diffusion/schedulers';
import { blobs, sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { openAdapter } from './adapter';
import { openBase, type Base } from './base';
import { ModelFolderError, PaintError } from './errors';
import { decodePicture, encodePng } from './png';
import { paintedText, RECIPE_ROWS, recipeTexts, type GenerationWithRecipe } from './recipe';
import { runtimeVersions } from './runtime';
import { isFinal, isNoLongerMine, Withdrawn, type Workbench } from './workbench';

/** Progress is written at most so often: a small model takes a step in less. */
const PROGRESS_EVERY_MS = 100;

/** How many previews of one picture are decoded. */
const PREVIEWS = 8;

function isScheduler(name: string): name is SchedulerName {
  return Object.hasOwn(SCHEDULERS, name);
}

const WITHHELD =
  'The model’s own safety checker withheld this picture; another seed or prompt may give one to show.';

/** How many pictures of a comparison are painted in one batch; more would need much memory. */
const LARGEST_BATCH = 16;

/**
 * Takes the Generation for this worker, and with it those of its comparison that still wait and
 * have the same base: they are painted in one batch. Empty when it is (or was) somebody else's.
 */
async function claim(id: string, workerId: string): Promise<GenerationWithRecipe[]> {
  const asked = await prisma().generation.findUnique({
    where: { id, status: 'QUEUED' },
    select: { comparisonId: true, model: { select: { baseId: true } } },
  });
  if (!asked) return [];
  const { comparisonId, model } = asked;
  const siblings = comparisonId
    ? await prisma().generation.findMany({
        where: { comparisonId, status: 'QUEUED', model: { baseId: model.baseId }, id: { not: id } },
        select: { id: true },
        orderBy: { id: 'asc' },
        take: LARGEST_BATCH - 1,
      })
    : [];
  const ids = [id, ...siblings.map((sibling) => sibling.id)];
  await prisma().generation.updateMany({
    where: { id: { in: ids }, status: 'QUEUED' },
    data: {
      status: 'RUNNING',
      workerId,
      startedAt: new Date(),
      currentStep: 0,
      attempts: { increment: 1 },
    },
  });
  return prisma().generation.findMany({
    where: { id: { in: ids }, status: 'RUNNING', workerId },
    include: RECIPE_ROWS,
    orderBy: { id: 'asc' },
  });
}

/** Writes progress between steps and stops the run when no row is this worker's any more. */
function progressWriter(ids: readonly string[], workerId: string, previews: string[]) {
  let writtenAt = 0;
  return async ({ step, previews: images = [] }: StepReport): Promise<void> => {
    // ONNX Runtime blocks the thread: between steps is when signals and heartbeats get their turn.
    await nextTurn();
    if (images.length === 0 && Date.now() - writtenAt < PROGRESS_EVERY_MS) return;
    writtenAt = Date.now();
    const { count } = await prisma().generation.updateMany({
      where: { id: { in: [...ids] }, workerId, status: 'RUNNING' },
      data: { currentStep: step },
    });
    if (count === 0) throw new Withdrawn();
    for (const [index, image] of images.entries()) {
      if (!image) continue;
      const previewSha256 = await blobs().put(await encodePng(image));
      previews.push(previewSha256);
      await prisma().generation.updateMany({
        where: { id: ids[index] ?? '', workerId, status: 'RUNNING' },
        data: { previewSha256 },
      });
    }
  };
}

/** The opened base of a Generation, and its model's conditioner. Throws ModelFolderError. */
async function openModel(
  { modelId, model }: GenerationWithRecipe,
  bench: Workbench,
): Promise<{ base: Base; conditioner: Conditioner }> {
  if (!bench.models.has(modelId)) await bench.lookAgain();
  const registered = bench.models.get(modelId);
  if (!registered) {
    throw new ModelFolderError(
      `The weights of ${model.base.name} ${model.name} that this picture asks for are not in the models folder any more.`,
    );
  }
  const options = { device: bench.device, threads: bench.threads, verifyHashes: true };
  const base = await openBase(registered.folder, options);
  const { adapter } = registered;
  if (!adapter) return { base, conditioner: base.vanilla };
  const { embedded } = bench.languageModels;
  return { base, conditioner: await openAdapter(adapter, base, embedded, options) };
}

/** The picture's automatic score as a row to create; none where no scorer can judge it. */
async function automaticScores(
  { modelId, prompt }: GenerationWithRecipe,
  image: RgbImage,
  bench: Workbench,
) {
  const scorerId = bench.models.get(modelId)?.scorer?.id ?? '';
  const scorer = bench.scorers.get(scorerId);
  if (scorer?.side !== image.width || image.width !== image.height) return [];
  const { facts, score } = await scorer.score(image, prompt.text);
  return score === undefined ? [] : [{ scorerId, score, facts: z.json().parse(facts) ?? [] }];
}

/** A claimed Generation whose model is opened. */
interface Ready {
  readonly generation: GenerationWithRecipe;
  readonly base: Base;
  readonly conditioner: Conditioner;
}

const SPACINGS = { LEADING: 'leading', LINSPACE: 'linspace', TRAILING: 'trailing' } as const;

/** The picture to paint over, cut and scaled to the size that is asked for. Throws PaintError. */
async function initialOf({ initialSha256, strength, width, height }: GenerationWithRecipe) {
  if (initialSha256 === null || strength === null) return undefined;
  const bytes = await blobs().get(initialSha256);
  if (!bytes) throw new PaintError('The picture to begin from is not here any more.');
  return { image: await decodePicture(bytes, width, height), strength };
}

/**
 * Paints all of one recipe in one batch; returns what to store of each, in the same order: undefined of a
 * picture that the model's own safety checker withholds.
 */
async function paint(
  batch: readonly [Ready, ...Ready[]],
  bench: Workbench,
  previews: string[],
  signal: AbortSignal,
) {
  const startedAt = performance.now();
  const [{ generation, base }] = batch;
  const { scheduler, noise, steps, timestepSpacing } = generation;
  if (!isScheduler(scheduler)) throw new PaintError(`There is no scheduler called ${scheduler}.`);
  const prompt = paintedText(generation);
  const ids = batch.map((ready) => ready.generation.id);
  const images = await base.paint(
    {
      ...generation,
      prompt,
      scheduler,
      seeds: batch.map((ready) => ready.generation.seed),
      noise: noise === 'CPU' ? 'cpu' : 'philox',
      timestepSpacing: timestepSpacing ? SPACINGS[timestepSpacing] : undefined,
      initial: await initialOf(generation),
      previewEvery: Math.ceil(steps / PREVIEWS),
    },
    { onStep: progressWriter(ids, bench.workerId, previews), signal },
    batch.map(({ conditioner }) => conditioner),
  );
  const durationMs = Math.round(performance.now() - startedAt);
  const reading = base.read(prompt);
  const run = { device: bench.device, runtime: runtimeVersions() };
  return Promise.all(
    batch.map(async (ready, index) => {
      const image = images[index];
      if (!image) throw new PaintError('The pipeline returned too few pictures.');
      if (image.withheld) return undefined;
      const png = await encodePng(image, recipeTexts(ready.generation, run));
      return {
        ...run,
        imageSha256: await blobs().put(png),
        pixelsSha256: sha256(image.rgb),
        unknownWords: [...reading.unknownWords],
        // Only the text encoder has a length; a language model reads everything.
        truncatedWords: ready.generation.model.method === 'ELLA' ? [] : [...reading.truncatedWords],
        currentStep: steps,
        durationMs,
        scores: { create: await automaticScores(ready.generation, image, bench) },
      };
    }),
  );
}

/**
 * Paints one queued Generation, and with it those of its comparison, from claim to outcome. A
 * picture is stored before its row says SUCCEEDED, in one statement that only the claiming worker
 * can make, so there is no half result and no second one. An abort of `signal` hands them back. What
 * repeating cannot help becomes FAILED; anything else is thrown: the worker shall end, and its
 * successor tries again.
 */
export async function runGeneration(
  id: string,
  bench: Workbench,
  signal: AbortSignal,
): Promise<void> {
  const { workerId } = bench;
  const claimed = await claim(id, workerId);
  const previews: string[] = [];
  const mine = (ids: string[]) => ({ id: { in: ids }, workerId, status: 'RUNNING' }) as const;
  const fail = (ids: string[], { message }: Error) =>
    prisma().generation.updateMany({
      where: mine(ids),
      data: { status: 'FAILED', error: message, finishedAt: new Date(), previewSha256: null },
    });
  const all = claimed.map((generation) => generation.id);
  try {
    const batch: Ready[] = [];
    for (const generation of claimed) {
      try {
        batch.push({ generation, ...(await openModel(generation, bench)) });
      } catch (error) {
        if (!isFinal(error)) throw error;
        await fail([generation.id], error);
      }
    }
    const [first, ...rest] = batch;
    if (!first) return;
    const results = await paint([first, ...rest], bench, previews, signal);
    for (const [index, result] of results.entries()) {
      const done = batch[index]?.generation.id ?? '';
      if (!result) {
        await fail([done], new PaintError(WITHHELD));
        continue;
      }
      const where = { id: done, workerId, status: 'RUNNING' } as const;
      const end = { status: 'SUCCEEDED', finishedAt: new Date(), previewSha256: null } as const;
      await prisma()
        .generation.update({ where, data: { ...result, ...end } })
        .catch((error: unknown) => {
          if (!isNoLongerMine(error)) throw error;
        });
    }
  } catch (error) {
    if (error instanceof Withdrawn) return;
    if (signal.aborted) {
      await prisma().generation.updateMany({
        where: mine(all),
        data: {
          ...{ status: 'QUEUED', workerId: null, currentStep: 0, previewSha256: null },
          attempts: { decrement: 1 },
        },
      });
    } else if (isFinal(error)) {
      await fail(all, error);
    } else {
      throw error;
    }
  } finally {
    await Promise.all(previews.map((preview) => blobs().delete(preview)));
  }
}
