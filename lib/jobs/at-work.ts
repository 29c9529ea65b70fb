import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { listenForWork } from '@/lib/store/wake';
import { recoverTasks } from './workers';

const HEARTBEAT_MS = 5_000;

/** The safety net beneath being woken. */
const POLL_MS = 500;

/** A process that does jobs, and what everybody may know of it. */
interface Somebody {
  readonly id: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly row: Omit<Prisma.WorkerHeartbeatCreateInput, 'id' | 'pid' | 'host'>;
}

interface Shift {
  /** What comes first, once others know of it. */
  readonly begin: () => Promise<void>;
  /** Does the next job; answers whether there was one. */
  readonly next: () => Promise<boolean>;
  /** What comes last, also after an error. */
  readonly end: () => Promise<void>;
}

/**
 * Has somebody do one job after the other until its signal aborts, and keeps its heartbeat meanwhile. Throws what makes
 * going on pointless.
 */
export async function atWork({ id, log, signal, row }: Somebody, shift: Shift): Promise<void> {
  const ear = listenForWork();
  signal.addEventListener('abort', ear.wake);
  const seen = { pid: process.pid, host: hostname() };
  await prisma().workerHeartbeat.create({ data: { id, ...seen, ...row } });
  const again = await recoverTasks(id);
  if (again > 0) log.info(`queued ${again} jobs again that nobody was doing`);

  const failure: { reason?: Error } = {};
  const stopping = () => signal.aborted;
  const beat = async () => {
    await prisma().workerHeartbeat.update({ where: { id }, data: { seenAt: new Date() } });
    await recoverTasks(id);
  };
  const heartbeat = setInterval(() => {
    beat().catch((error: unknown) => {
      failure.reason ??= error instanceof Error ? error : new Error(String(error));
      ear.wake();
    });
  }, HEARTBEAT_MS);

  try {
    await shift.begin();
    while (!stopping()) {
      if (failure.reason) throw failure.reason;
      if (!(await shift.next())) await ear.wait(POLL_MS);
    }
  } finally {
    clearInterval(heartbeat);
    await ear.close();
    await prisma().workerHeartbeat.deleteMany({ where: { id } });
    await shift.end();
  }
}
