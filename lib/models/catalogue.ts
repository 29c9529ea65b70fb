import { prisma } from '@/lib/store/database';

/** Takes models out of use, or back into it; their pictures stay as they are. Returns how many changed. */
export async function setRetired(ids: readonly string[], retired: boolean): Promise<number> {
  const { count } = await prisma().model.updateMany({
    where: { id: { in: [...ids] }, retiredAt: retired ? null : { not: null } },
    data: retired
      ? { retiredAt: new Date(), status: 'RETIRED' }
      : { retiredAt: null, status: 'ACTIVE' },
  });
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
