import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { watchIntegrity } from '@/lib/arena/quarantine';
import type { Config } from '@/lib/config';
import { languageModels } from '@/lib/models/language-models';
import type { Registered } from '@/lib/models/register';
import { openScorer } from '@/lib/models/scorer';
import { analyseBases } from '@/lib/models/text-analysis';
import { chooseDevice, runtimeVersions } from '@/lib/onnx/runtime';
import { prisma } from '@/lib/store/database';
import { watchPictures } from '@/lib/studio/kept-pictures';
import { SessionPool, type Runtime } from '@/lib/onnx/session-pool';
import { listenForNudges } from './nudge';
import { enqueue, finishJob, takeJob, type Task } from './queue';
import { recoverTasks } from './workers';
import { runEnrichment } from './enrichment-job';
import { runGeneration } from './generation-job';
import { runModelTask } from './model-task';
import type { WorkerContext } from './context';
import { ownModels } from './own-models';

const HEARTBEAT_MS = 5_000;

/** The safety net beneath the nudges, and how fast workers on other machines notice a job. */
const POLL_MS = 500;

/** What a stopping worker hands back goes before everything else. */
const HANDED_BACK_PRIORITY = 4;

/**
 * Takes tasks and does them until `signal` aborts; then hands the one in hand back and returns.
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
  const own = await ownModels(config, id);
  const { models, lookAgain } = own;
  const { threads } = config;
  const sessions = new SessionPool(config.sessions);
  const runtime = { sessions, device, threads };
  await checkScorers(models, runtime);
  const context = {
    ...runtime,
    workerId: id,
    modelsDir: config.modelsDir,
    models,
    log,
    lookAgain,
    languageModels: languageModels(config, runtime),
  };
  const nudges = await listenForNudges();
  signal.addEventListener('abort', nudges.nudge);
  const seen = { pid: process.pid, host: hostname(), nudgePort: nudges.port };
  const { writes, models: connect } = own.columns();
  await prisma().workerHeartbeat.create({
    data: { id, ...seen, device, runtime: runtimeVersions(), writes, models: { connect } },
  });
  const again = await recoverTasks(id);
  if (again > 0) log.info(`queued ${again} tasks again that nobody was doing`);

  const failure: { reason?: Error } = {};
  const stopping = () => signal.aborted;
  const beat = async () => {
    await prisma().workerHeartbeat.update({ where: { id }, data: { seenAt: new Date() } });
    await recoverTasks(id);
  };
  const heartbeat = setInterval(() => {
    beat().catch((error: unknown) => {
      failure.reason ??= error instanceof Error ? error : new Error(String(error));
      nudges.nudge();
    });
  }, HEARTBEAT_MS);

  const watches = [watchIntegrity(log), watchPictures(log)];
  log.info(`ready on ${device} with ${models.size} model(s)`);
  onReady();
  await analyseBases(models, runtime, log);
  try {
    while (!stopping()) {
      if (failure.reason) throw failure.reason;
      await own.lookIfChanged(log);
      const job = await takeJob(own.abilities());
      if (!job) {
        await nudges.wait(POLL_MS);
        continue;
      }
      log.info(`${job.task.kind} ${job.task.id}`);
      await run(job.task, context, signal);
      await finishJob(job.jobId);
      if (stopping()) await requeue(job.task);
    }
  } finally {
    clearInterval(heartbeat);
    for (const stopWatching of watches) stopWatching();
    nudges.close();
    await prisma().workerHeartbeat.deleteMany({ where: { id } });
    await sessions.close();
  }
}

/** Throws ModelFolderError when a scorer cannot be used: better now than at the first picture. */
async function checkScorers(
  models: ReadonlyMap<string, Registered>,
  runtime: Runtime,
): Promise<void> {
  const folders = [...models.values()].flatMap(({ scorer }) => scorer?.folder ?? []);
  for (const folder of new Set(folders)) await openScorer(folder, runtime);
}

function run({ kind, id }: Task, context: WorkerContext, signal: AbortSignal): Promise<void> {
  const runners = {
    generation: runGeneration,
    enrichment: runEnrichment,
    modelTask: runModelTask,
  };
  return runners[kind](id, context, signal);
}

async function requeue(task: Task): Promise<void> {
  const where = { id: task.id, status: 'QUEUED' } as const;
  const count = {
    generation: () => prisma().generation.count({ where }),
    enrichment: () => prisma().enrichment.count({ where }),
    modelTask: () => prisma().modelTask.count({ where }),
  };
  const waiting = await count[task.kind]();
  if (waiting > 0) await enqueue(task, HANDED_BACK_PRIORITY);
}
