import { living } from '@/lib/models/at-hand';
import { prisma } from '@/lib/store/database';
import type { Base } from '@/lib/store/generated/client';
import { weightOf } from '@/lib/studio/request-pictures';

/** So many of the newest pictures and texts say how long the next ones take. */
const LATELY = 200;

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

/**
 * Seconds of a picture by the base alone, of its own size and steps, as its newest pictures were painted, divided among the
 * workers that can paint it. Null where none was painted yet.
 */
export async function secondsOfOne(base: Base): Promise<number | null> {
  const painted = await prisma().generation.findMany({
    where: { status: 'SUCCEEDED', model: { baseId: base.id }, durationMs: { not: null } },
    orderBy: { finishedAt: 'desc' },
    take: LATELY,
    select: {
      id: true,
      comparisonId: true,
      startedAt: true,
      durationMs: true,
      width: true,
      height: true,
      steps: true,
      scheduler: true,
      model: { select: { name: true } },
    },
  });
  // What was painted together says how long all of it took.
  const batches = new Map<string, { ms: number; weight: number }>();
  for (const { id, comparisonId, startedAt, durationMs, model, ...cost } of painted) {
    const key = `${comparisonId ?? id} ${startedAt?.getTime() ?? ''} ${durationMs}`;
    const weight = (batches.get(key)?.weight ?? 0) + weightOf(model.name, base, cost);
    batches.set(key, { ms: Number(durationMs), weight });
  }
  const each = median([...batches.values()].map(({ ms, weight }) => ms / 1000 / weight));
  const having = { ...living(), models: { some: { baseId: base.id } } };
  const workers = await prisma().workerHeartbeat.count({ where: having });
  return each === null ? null : each / Math.max(1, workers);
}

/** Seconds that a longer version takes, as the newest were written by a model; null where none was. */
export async function secondsOfText(): Promise<number | null> {
  const written = await prisma().enrichment.findMany({
    where: { status: 'SUCCEEDED', startedAt: { not: null }, finishedAt: { not: null } },
    orderBy: { finishedAt: 'desc' },
    take: LATELY,
    select: { startedAt: true, finishedAt: true },
  });
  return median(
    written.map(({ startedAt, finishedAt }) => (Number(finishedAt) - Number(startedAt)) / 1000),
  );
}
