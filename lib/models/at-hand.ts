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

/** SQL: whether the WorkerHeartbeat `w` lives. */
export const LIVING = `w."seenAt" > now() - ${LAPSE_MS} * interval '1 millisecond'`;

/** SQL: whether a living worker has the model of that id, which is SQL itself. */
export function hasWorker(modelId: string): string {
  return `EXISTS (
    SELECT 1 FROM "_AtHand" has JOIN "WorkerHeartbeat" w ON w.id = has."B"
    WHERE has."A" = ${modelId} AND ${LIVING})`;
}

/** Whether any worker that paints lives: while none does, nobody knows what there is. */
export async function someWorkerLives(): Promise<boolean> {
  return (await prisma().workerHeartbeat.count({ where: { ...living(), paints: true } })) > 0;
}

/** The models that some living worker has. While no worker lives nobody knows: then all of them. */
export async function atHand(): Promise<Prisma.ModelWhereInput> {
  return (await someWorkerLives()) ? { workers: { some: living() } } : {};
}

/** The models that are offered to those who name none: in use, and at hand. */
export async function offered(): Promise<Prisma.ModelWhereInput> {
  return { ...(await atHand()), status: 'ACTIVE' };
}
