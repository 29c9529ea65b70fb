import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { RgbImage } from '@/lib/diffusion/image';
import type { StepReport } from '@/lib/diffusion/pipeline';
import { SCHEDULERS, type SchedulerName } from '@/lib/diffusion/schedulers';
import { blobs, sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { Prisma } from '@/lib/store/generated/client';
import { openBase, type Base } from './base';
import { DeviceError, ModelFolderError, PaintError } from './errors';
import { encodePng } from './png';
import { paintedText, RECIPE_ROWS, recipeTexts, type GenerationWithRecipe } from './recipe';
import type { Registered } from './register';
import { runtimeVersions, type Device } from './runtime';
import type { Scorer } from './scorer';

/** Progress is written at most so often: a small model takes a step in less. */
const PROGRESS_EVERY_MS = 100;

/** How many previews of one picture are decoded. */
const PREVIEWS = 8;

/** What a worker brings to every job. */
export interface Workbench {
  readonly workerId: string;
  readonly device: Device;
  readonly threads: number;
  /** Every model that can be painted with, by its id. */
  readonly models: ReadonlyMap<string, Registered>;
  /** The opened scorers, by their id. */
  readonly scorers: ReadonlyMap<string, Scorer>;
}

class Withdrawn extends Error {
  override readonly name = 'Withdrawn';
}

function isScheduler(name: string): name is SchedulerName {
  return Object.hasOwn(SCHEDULERS, name);
}

/** Whether an update found no row that is still this worker's (Prisma's P2025). */
function isNoLongerMine(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025';
}

/** Takes the Generation for this worker; undefined when it is no longer (or already) somebody's. */
async function claim(id: string, workerId: string): Promise<GenerationWithRecipe | undefined> {
  const { count } = await prisma().generation.updateMany({
    where: { id, status: 'QUEUED' },
    data: {
      status: 'RUNNING',
      workerId,
      startedAt: new Date(),
      currentStep: 0,
      attempts: { increment: 1 },
    },
  });
  if (count === 0) return undefined;
  return prisma().generation.findUniqueOrThrow({ where: { id }, include: RECIPE_ROWS });
}

/** Writes progress between steps and stops the run when the row is no longer this worker's. */
function progressWriter(id: string, workerId: string, previews: string[]) {
  let writtenAt = 0;
  return async ({ step, previews: images }: StepReport): Promise<void> => {
    // ONNX Runtime blocks the thread: between steps is when signals and heartbeats get their turn.
    await nextTurn();
    const [image] = images ?? [];
    if (!image && Date.now() - writtenAt < PROGRESS_EVERY_MS) return;
    writtenAt = Date.now();
    const previewSha256 = image && (await blobs().put(await encodePng(image)));
    if (previewSha256) previews.push(previewSha256);
    const { count } = await prisma().generation.updateMany({
      where: { id, workerId, status: 'RUNNING' },
      data: { currentStep: step, ...(previewSha256 ? { previewSha256 } : {}) },
    });
    if (count === 0) throw new Withdrawn();
  };
}

async function openModel(generation: GenerationWithRecipe, bench: Workbench): Promise<Base> {
  const registered = bench.models.get(generation.modelId);
  if (!registered) {
    throw new ModelFolderError(
      `The weights of ${generation.model.base.name} ${generation.model.name} that this picture asks for are not in the models folder any more.`,
    );
  }
  const { device, threads } = bench;
  return openBase(registered.folder, { device, threads, verifyHashes: true });
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

async function paint(
  generation: GenerationWithRecipe,
  bench: Workbench,
  previews: string[],
  signal: AbortSignal,
) {
  const startedAt = performance.now();
  const { id, scheduler, seed, noise, steps } = generation;
  if (!isScheduler(scheduler)) throw new PaintError(`There is no scheduler called ${scheduler}.`);
  const base = await openModel(generation, bench);
  const prompt = paintedText(generation);
  const [image] = await base.paint(
    {
      ...generation,
      prompt,
      scheduler,
      seeds: [seed],
      noise: noise === 'CPU' ? 'cpu' : 'philox',
      previewEvery: Math.ceil(steps / PREVIEWS),
    },
    { onStep: progressWriter(id, bench.workerId, previews), signal },
  );
  if (!image) throw new PaintError('The pipeline returned no picture.');
  const reading = base.read(prompt);
  const run = { device: bench.device, runtime: runtimeVersions() };
  const png = await encodePng(image, recipeTexts(generation, run));
  return {
    ...run,
    imageSha256: await blobs().put(png),
    pixelsSha256: sha256(image.rgb),
    unknownWords: [...reading.unknownWords],
    truncatedWords: [...reading.truncatedWords],
    currentStep: steps,
    durationMs: Math.round(performance.now() - startedAt),
    scores: { create: await automaticScores(generation, image, bench) },
  };
}

/**
 * Paints one queued Generation, from claim to outcome. Its picture is stored before the row says
 * SUCCEEDED, in one statement that only the claiming worker can make, so there is no half result
 * and no second one. An abort of `signal` hands it back. What repeating cannot help becomes FAILED;
 * anything else is thrown: the worker shall end, and its successor tries again.
 */
export async function runJob(id: string, bench: Workbench, signal: AbortSignal): Promise<void> {
  const { workerId } = bench;
  const generation = await claim(id, workerId);
  if (!generation) return;
  const mine = { id, workerId, status: 'RUNNING' } as const;
  const previews: string[] = [];
  const end = { finishedAt: new Date(), previewSha256: null };
  try {
    const result = await paint(generation, bench, previews, signal);
    await prisma().generation.update({
      where: mine,
      data: { ...end, ...result, status: 'SUCCEEDED', finishedAt: new Date() },
    });
  } catch (error) {
    if (error instanceof Withdrawn || isNoLongerMine(error)) return;
    if (signal.aborted) {
      await prisma().generation.updateMany({
        where: mine,
        data: {
          status: 'QUEUED',
          workerId: null,
          currentStep: 0,
          previewSha256: null,
          attempts: { decrement: 1 },
        },
      });
    } else if (
      error instanceof PaintError ||
      error instanceof ModelFolderError ||
      error instanceof DeviceError
    ) {
      await prisma().generation.updateMany({
        where: mine,
        data: { ...end, status: 'FAILED', error: error.message, finishedAt: new Date() },
      });
    } else {
      throw error;
    }
  } finally {
    await Promise.all(previews.map((preview) => blobs().delete(preview)));
  }
}
