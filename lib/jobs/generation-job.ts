import { tellCurators } from '@/lib/moderation/reports';
import { BlobStorageError, blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { RECIPE_ROWS, type GenerationWithRecipe } from '@/lib/studio/png-recipe';
import type { Sessions } from '@/lib/onnx/session-pool';
import { openModel, generateBatch, type Ready } from './generation-batch';
import { isFinal, LeaseLost, ofHeld, type WorkerContext } from './context';
import { fail, heldBy } from './life-cycle';

const WITHHELD = 'The base’s own safety checker withholds it.';

/** What a worker does with a batch. */
interface Job {
  readonly context: WorkerContext;
  readonly signal: AbortSignal;
  /** The hashes of the previews that were stored so far. */
  readonly previews: string[];
}

/** Ends one picture that cannot be painted. */
function failOne(id: string, error: Error, { workerId, log }: WorkerContext): Promise<void> {
  const { message, cause } = error;
  if (error instanceof BlobStorageError)
    log.error(cause instanceof Error ? cause.message : message);
  return fail({ kind: 'generation', ids: [id] }, workerId, message);
}

/** Those of the begun whose model opens; the others fail. */
async function openAll(
  begun: readonly GenerationWithRecipe[],
  context: WorkerContext,
  sessions: Sessions,
): Promise<Ready[]> {
  const batch: Ready[] = [];
  // Several seeds of one model share its conditioner, so that it reads the prompt once.
  const models = new Map<string, Awaited<ReturnType<typeof openModel>>>();
  for (const generation of begun) {
    try {
      const { modelId } = generation;
      const opened = models.get(modelId) ?? (await openModel(generation, context, sessions));
      models.set(modelId, opened);
      batch.push({ generation, ...opened });
    } catch (error) {
      if (!isFinal(error)) throw error;
      await failOne(generation.id, error, context);
    }
  }
  return batch;
}

async function generateAndStore(batch: readonly [Ready, ...Ready[]], job: Job): Promise<void> {
  const { context } = job;
  const results = await generateBatch(batch, context, job.previews, job.signal);
  for (const [index, { row, withheld }] of results.entries()) {
    const id = batch[index]?.generation.id ?? '';
    const where = { id, ...heldBy(context.workerId) };
    const end = { status: 'SUCCEEDED', finishedAt: new Date(), previewSha256: null } as const;
    const seen = withheld ? { visibility: 'HIDDEN' as const } : {};
    const data = { ...row, ...end, ...seen };
    const stored = withheld
      ? prisma().$transaction(async (tx) => {
          await tx.generation.update({ where, data });
          await tellCurators(tx, 'PICTURE', id, [WITHHELD]);
        })
      : prisma().generation.update({ where, data });
    await ofHeld<unknown>(stored).catch((error: unknown) => {
      // Of this picture; the others of the batch may be ours still.
      if (!(error instanceof LeaseLost)) throw error;
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
      await failOne(first.generation.id, error, job.context);
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
 * Paints the Generations of a job, in one batch. A picture is stored before its row says SUCCEEDED, in one statement
 * that only the worker that holds it can make, so there is no half result and no second one.
 */
export async function runGenerations(
  ids: readonly string[],
  context: WorkerContext,
  signal: AbortSignal,
): Promise<void> {
  const begun = await prisma().generation.findMany({
    where: { id: { in: [...ids] }, ...heldBy(context.workerId) },
    include: RECIPE_ROWS,
    orderBy: { id: 'asc' },
  });
  const job = { context, signal, previews: [] };
  try {
    await context.sessions.hold(async (sessions) => {
      await generateAll(await openAll(begun, context, sessions), job);
    });
  } finally {
    await Promise.all(job.previews.map((preview) => blobs().delete(preview)));
  }
}
