import { hostname } from 'node:os';
import { prisma } from './database';
import { enqueueGeneration, forgottenGenerations } from './queue';

/** A worker that another machine has not seen for so long is taken for dead. */
const LAPSE_MS = 60_000;

/** A picture that ended so many workers is given up. */
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
 * Queues again what dead workers left half done, and what was never enqueued. A Generation that
 * has ended three workers becomes FAILED. Returns how many were queued again.
 */
export async function recoverGenerations(self: string): Promise<number> {
  const workers = await prisma().workerHeartbeat.findMany();
  const alive = workers.filter((worker) => isAlive(worker, self)).map(({ id }) => id);
  const lost = await prisma().generation.findMany({
    where: { status: 'RUNNING', workerId: { notIn: alive } },
    select: { id: true, workerId: true, attempts: true },
  });
  for (const { id, workerId, attempts } of lost) {
    await prisma().generation.updateMany({
      where: { id, workerId, status: 'RUNNING' },
      data:
        attempts < MAX_ATTEMPTS
          ? { status: 'QUEUED', workerId: null, currentStep: 0, previewSha256: null }
          : {
              status: 'FAILED',
              finishedAt: new Date(),
              error: `Painting this picture ended the worker ${attempts} times, so it was given up.`,
            },
    });
  }
  await prisma().workerHeartbeat.deleteMany({ where: { id: { notIn: alive } } });
  const forgotten = await forgottenGenerations();
  for (const { id, priority } of forgotten) await enqueueGeneration(id, priority);
  return forgotten.length;
}
