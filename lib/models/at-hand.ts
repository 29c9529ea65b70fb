import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';

/**
 * A worker that has not been seen for so long is taken for dead. Not sooner: a step of a large model on a CPU takes
 * minutes, and lets no heartbeat through.
 */
export const LAPSE_MS = 5 * 60_000;

/** What a worker can do: generate with the models whose files it has, and perhaps write. */
export interface Abilities {
  /** Ids of Model. */
  readonly models: readonly string[];
  readonly writes: boolean;
}

/** The workers that live, as far as anybody can tell. */
export function living(): Prisma.WorkerHeartbeatWhereInput {
  return { seenAt: { gt: new Date(Date.now() - LAPSE_MS) } };
}

/** The models that some living worker has. While no worker lives nobody knows: then all of them. */
export async function atHand(): Promise<Prisma.ModelWhereInput> {
  const workers = await prisma().workerHeartbeat.count({ where: living() });
  return workers > 0 ? { workers: { some: living() } } : {};
}

/** Whether some living worker writes longer prompts; also true while none lives, since nobody knows. */
export async function writerAtHand(): Promise<boolean> {
  const workers = await prisma().workerHeartbeat.groupBy({
    by: ['writes'],
    where: living(),
    _count: true,
  });
  return workers.length === 0 || workers.some(({ writes }) => writes);
}

/** The models that are offered to those who name none: in use, and at hand. */
export async function offered(): Promise<Prisma.ModelWhereInput> {
  return { ...(await atHand()), status: 'ACTIVE' };
}
