import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from '@/lib/config';
import { prisma } from '@/lib/store/database';
import { listenForNudges } from '@/lib/store/nudge';
import { enqueueGeneration, finishJob, takeJob } from '@/lib/store/queue';
import { recoverGenerations } from '@/lib/store/workers';
import { registerModels, type Registered } from './register';
import { chooseDevice, runtimeVersions, type Device } from './runtime';
import { openScorer, type Scorer } from './scorer';
import { runJob } from './worker-job';

const HEARTBEAT_MS = 5_000;

/** The safety net beneath the nudges, and how fast workers on other machines notice a job. */
const POLL_MS = 500;

/**
 * Takes jobs and paints until `signal` aborts; then hands the picture in hand back and returns.
 * Calls `onReady` when the first job can be taken. Throws what makes going on pointless.
 */
export async function work(
  config: Config,
  log: Logger,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const id = randomUUID();
  const device = chooseDevice(config.device);
  const models = await registerModels(config.modelsDir);
  const { threads } = config;
  const scorers = await openScorers(models, device, threads);
  const bench = { workerId: id, device, threads, models, scorers };
  const nudges = await listenForNudges();
  signal.addEventListener('abort', nudges.nudge);
  const seen = { pid: process.pid, host: hostname(), nudgePort: nudges.port };
  await prisma().workerHeartbeat.create({
    data: { id, ...seen, device, runtime: runtimeVersions() },
  });
  const again = await recoverGenerations(id);
  if (again > 0) log.info(`queued ${again} pictures again that nobody was painting`);

  const failure: { reason?: Error } = {};
  const stopping = () => signal.aborted;
  const beat = async () => {
    await prisma().workerHeartbeat.update({ where: { id }, data: { seenAt: new Date() } });
    await recoverGenerations(id);
  };
  const heartbeat = setInterval(() => {
    beat().catch((error: unknown) => {
      failure.reason ??= error instanceof Error ? error : new Error(String(error));
      nudges.nudge();
    });
  }, HEARTBEAT_MS);

  log.info(`ready on ${device} with ${models.size} model(s)`);
  onReady();
  try {
    while (!stopping()) {
      if (failure.reason) throw failure.reason;
      const job = await takeJob();
      if (!job) {
        await nudges.wait(POLL_MS);
        continue;
      }
      log.info(`painting ${job.generationId}`);
      await runJob(job.generationId, bench, signal);
      await finishJob(job.id);
      // Handed back: whoever comes next finds it waiting, before everything else.
      if (stopping()) await requeue(job.generationId);
    }
  } finally {
    clearInterval(heartbeat);
    nudges.close();
    await prisma().workerHeartbeat.deleteMany({ where: { id } });
  }
}

async function openScorers(
  models: ReadonlyMap<string, Registered>,
  device: Device,
  threads: number,
): Promise<ReadonlyMap<string, Scorer>> {
  const scorers = new Map<string, Scorer>();
  for (const { scorer } of models.values()) {
    if (!scorer || scorers.has(scorer.id)) continue;
    scorers.set(scorer.id, await openScorer(scorer.folder, device, threads));
  }
  return scorers;
}

async function requeue(id: string): Promise<void> {
  const waiting = await prisma().generation.count({ where: { id, status: 'QUEUED' } });
  if (waiting > 0) await enqueueGeneration(id, 2);
}
