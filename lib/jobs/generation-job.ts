import { InferenceError } from '@/lib/onnx/errors';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { RECIPE_ROWS, type GenerationWithRecipe } from '@/lib/studio/png-recipe';
import type { Sessions } from '@/lib/onnx/session-pool';
import { openModel, generateBatch, type Ready } from './generation-batch';
import { isFinal, isLeaseLost, LeaseLost, type WorkerContext } from './context';

const WITHHELD =
  'The model’s own safety checker withheld this picture; another seed or prompt may give one to show.';

/** How many pictures of a comparison are painted in one batch; more would need much memory. */
const MAX_BATCH_SIZE = 16;

/**
 * Takes the Generation for this worker, and with it those of its comparison that still wait and
 * have the same base, by models that it has: they are painted in one batch. Empty when it is (or was) somebody else's.
 */
async function claim(
  id: string,
  { workerId, models }: WorkerContext,
): Promise<GenerationWithRecipe[]> {
  const asked = await prisma().generation.findUnique({
    where: { id, status: 'QUEUED' },
    select: { comparisonId: true, model: { select: { baseId: true } } },
  });
  if (!asked) return [];
  const { comparisonId, model } = asked;
  const siblings = comparisonId
    ? await prisma().generation.findMany({
        where: {
          comparisonId,
          status: 'QUEUED',
          model: { baseId: model.baseId },
          modelId: { in: [...models.keys()] },
          id: { not: id },
        },
        select: { id: true },
        orderBy: { id: 'asc' },
        take: MAX_BATCH_SIZE - 1,
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

/** What a worker does with a batch that it claimed. */
interface Job {
  readonly context: WorkerContext;
  readonly signal: AbortSignal;
  /** The hashes of the previews that were stored so far. */
  readonly previews: string[];
}

/** Those of the Generations that are still this worker's. */
function mine(ids: readonly string[], { workerId }: WorkerContext): Prisma.GenerationWhereInput {
  return { id: { in: [...ids] }, workerId, status: 'RUNNING' };
}

async function fail(
  ids: readonly string[],
  { message }: Error,
  context: WorkerContext,
): Promise<void> {
  await prisma().generation.updateMany({
    where: mine(ids, context),
    data: { status: 'FAILED', error: message, finishedAt: new Date(), previewSha256: null },
  });
}

/** Those of the claimed whose model opens; the others fail. */
async function openAll(
  claimed: readonly GenerationWithRecipe[],
  context: WorkerContext,
  sessions: Sessions,
): Promise<Ready[]> {
  const batch: Ready[] = [];
  // Several seeds of one model share its conditioner, so that it reads the prompt once.
  const models = new Map<string, Awaited<ReturnType<typeof openModel>>>();
  for (const generation of claimed) {
    try {
      const { modelId } = generation;
      const opened = models.get(modelId) ?? (await openModel(generation, context, sessions));
      models.set(modelId, opened);
      batch.push({ generation, ...opened });
    } catch (error) {
      if (!isFinal(error)) throw error;
      await fail([generation.id], error, context);
    }
  }
  return batch;
}

async function generateAndStore(batch: readonly [Ready, ...Ready[]], job: Job): Promise<void> {
  const { context } = job;
  const results = await generateBatch(batch, context, job.previews, job.signal);
  for (const [index, result] of results.entries()) {
    const id = batch[index]?.generation.id ?? '';
    if (!result) {
      await fail([id], new InferenceError(WITHHELD), context);
      continue;
    }
    const where = { id, workerId: context.workerId, status: 'RUNNING' } as const;
    const end = { status: 'SUCCEEDED', finishedAt: new Date(), previewSha256: null } as const;
    await prisma()
      .generation.update({ where, data: { ...result, ...end } })
      .catch((error: unknown) => {
        if (!isLeaseLost(error)) throw error;
      });
  }
}

/**
 * Paints what is ready, in one batch. When that fails, each picture is tried alone: one method's fault is no other's,
 * and what had too little memory together may have enough alone.
 */
async function generateAll([first, ...rest]: readonly Ready[], job: Job): Promise<void> {
  if (!first) return;
  try {
    await generateAndStore([first, ...rest], job);
  } catch (error) {
    if (job.signal.aborted || !isFinal(error)) throw error;
    if (rest.length === 0) {
      await fail([first.generation.id], error, job.context);
      return;
    }
    for (const one of [first, ...rest]) {
      await generateAll([one], job).catch((reason: unknown) => {
        if (!(reason instanceof LeaseLost)) throw reason;
      });
    }
  }
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
  context: WorkerContext,
  signal: AbortSignal,
): Promise<void> {
  const claimed = await claim(id, context);
  const job = { context, signal, previews: [] };
  try {
    await context.sessions.hold(async (sessions) => {
      await generateAll(await openAll(claimed, context, sessions), job);
    });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (!signal.aborted) throw error;
    const all = claimed.map((generation) => generation.id);
    await prisma().generation.updateMany({
      where: mine(all, context),
      data: {
        status: 'QUEUED',
        workerId: null,
        currentStep: 0,
        previewSha256: null,
        attempts: { decrement: 1 },
      },
    });
  } finally {
    await Promise.all(job.previews.map((preview) => blobs().delete(preview)));
  }
}
