import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { PaintError } from './errors';
import { openModel, paintBatch, type Ready } from './generation-batch';
import { RECIPE_ROWS, type GenerationWithRecipe } from './recipe';
import { isFinal, isNoLongerMine, Withdrawn, type Workbench } from './workbench';

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
    const results = await paintBatch([first, ...rest], bench, previews, signal);
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
