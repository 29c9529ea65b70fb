import { hostname } from 'node:os';
import { LAPSE_MS } from '@/lib/models/at-hand';
import { prisma } from '@/lib/store/database';
import { enqueue, orphanedTasks } from './queue';

/** A task that ended so many workers is given up. */
const MAX_ATTEMPTS = 3;

interface Heartbeat {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  readonly seenAt: Date;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isAlive(worker: Heartbeat, self: string): boolean {
  if (worker.id === self) return true;
  const here = worker.host === hostname();
  if (here && (worker.pid === process.pid || !processExists(worker.pid))) return false;
  return Date.now() - worker.seenAt.getTime() < LAPSE_MS;
}

/**
 * Queues again what dead workers left half done, and what was never enqueued. A task that has ended
 * three workers becomes FAILED. Returns how many were queued again.
 */
export async function recoverTasks(self: string): Promise<number> {
  const workers = await prisma().workerHeartbeat.findMany();
  const alive = workers.filter((worker) => isAlive(worker, self)).map(({ id }) => id);
  const lost = { status: 'RUNNING', workerId: { notIn: alive } } as const;
  const again = { ...lost, attempts: { lt: MAX_ATTEMPTS } };
  const waiting = { status: 'QUEUED', workerId: null } as const;
  const failed = (doing: string) =>
    ({
      status: 'FAILED',
      finishedAt: new Date(),
      error: `${doing} ended the worker ${MAX_ATTEMPTS} times, so it was given up.`,
    }) as const;
  await prisma().generation.updateMany({
    where: again,
    data: { ...waiting, currentStep: 0, previewSha256: null },
  });
  await prisma().generation.updateMany({ where: lost, data: failed('Painting this picture') });
  await prisma().enrichment.updateMany({ where: again, data: { ...waiting, text: '' } });
  await prisma().enrichment.updateMany({ where: lost, data: failed('Writing this text') });
  await prisma().modelTask.updateMany({ where: again, data: { ...waiting, hashed: 0 } });
  await prisma().modelTask.updateMany({ where: lost, data: failed('Doing this') });
  await prisma().workerHeartbeat.deleteMany({ where: { id: { notIn: alive } } });
  const orphaned = await orphanedTasks();
  for (const { priority, ...task } of orphaned) await enqueue(task, priority);
  return orphaned.length;
}
