import { prisma } from '@/lib/store/database';
import { living } from './at-hand';

/**
 * Takes models out of use, or back into it; their pictures stay as they are. Those that wait for a worker that has
 * a retired model wait no longer. Returns how many models changed.
 */
export async function setRetired(ids: readonly string[], retired: boolean): Promise<number> {
  const { count } = await prisma().model.updateMany({
    where: { id: { in: [...ids] }, retiredAt: retired ? null : { not: null } },
    data: retired
      ? { retiredAt: new Date(), status: 'RETIRED' }
      : { retiredAt: null, status: 'ACTIVE' },
  });
  if (retired) {
    await prisma().generation.updateMany({
      where: {
        modelId: { in: [...ids] },
        status: 'QUEUED',
        model: { workers: { none: living() } },
      },
      data: {
        status: 'FAILED',
        finishedAt: new Date(),
        error: 'Its model was retired while no worker had it.',
      },
    });
  }
  return count;
}

/** How many pictures were asked for of each model, by its id. */
export async function picturesOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = await prisma().generation.groupBy({
    by: ['modelId'],
    where: { modelId: { in: [...ids] } },
    _count: true,
  });
  return new Map(counts.map(({ modelId, _count }) => [modelId, _count]));
}

/** Deletes models, and bases that are left without one. Throws when pictures were painted with them. */
export async function deleteModels(ids: readonly string[]): Promise<void> {
  await prisma().$transaction([
    prisma().model.deleteMany({ where: { id: { in: [...ids] } } }),
    prisma().base.deleteMany({ where: { models: { none: {} }, scorers: { none: {} } } }),
  ]);
}
