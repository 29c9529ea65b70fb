import { hostname } from 'node:os';
import { isAlive } from '@/lib/is-alive.mjs';
import { LAPSE_MS } from '@/lib/models/at-hand';
import { prisma } from '@/lib/store/database';
import { recover } from './life-cycle';

interface Heartbeat {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  readonly seenAt: Date;
}

function works(worker: Heartbeat, self: string): boolean {
  if (worker.id === self) return true;
  const here = worker.host === hostname();
  if (here && (worker.pid === process.pid || !isAlive(worker.pid))) return false;
  return Date.now() - worker.seenAt.getTime() < LAPSE_MS;
}

/** Forgets workers that died, and queues again what they left half done. Returns how many rows that were. */
export async function recoverTasks(self: string): Promise<number> {
  const workers = await prisma().workerHeartbeat.findMany();
  const dead = workers.filter((worker) => !works(worker, self)).map(({ id }) => id);
  await prisma().workerHeartbeat.deleteMany({ where: { id: { in: dead } } });
  // Read anew: one that has come since works, too, and may have begun something.
  const rest = await prisma().workerHeartbeat.findMany({ select: { id: true } });
  return recover(rest.map(({ id }) => id));
}
