import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from '@/lib/config';
import { languageModels } from '@/lib/models/language-models';
import type { Registered } from '@/lib/models/register';
import { openScorer } from '@/lib/models/scorer';
import { analyseBases } from '@/lib/models/text-analysis';
import { DeviceError } from '@/lib/onnx/errors';
import { chooseDevice, runtimeVersions } from '@/lib/onnx/runtime';
import { prisma } from '@/lib/store/database';
import { SessionPool, type Runtime } from '@/lib/onnx/session-pool';
import type { WorkerContext } from './context';
import { HANDLERS } from './handlers';
import { claim, runJob, type Job } from './life-cycle';
import { ownModels } from './own-models';
import { registerRoutines } from './routines';
import { listenForWork } from '@/lib/store/wake';
import { recoverTasks } from './workers';

const HEARTBEAT_MS = 5_000;

/** The safety net beneath being woken. */
const POLL_MS = 500;

/**
 * Takes jobs and does them until `signal` aborts; then hands the one in hand back and returns.
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
  const ear = listenForWork();
  signal.addEventListener('abort', ear.wake);
  const seen = { pid: process.pid, host: hostname() };
  const { writes, models: connect } = own.columns();
  await prisma().workerHeartbeat.create({
    data: { id, ...seen, device, runtime: runtimeVersions(), writes, models: { connect } },
  });
  await registerRoutines();
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

  log.info(`ready on ${device} with ${models.size} model(s)`);
  onReady();
  await analyseBases(models, runtime, log);
  try {
    while (!stopping()) {
      if (failure.reason) throw failure.reason;
      await own.lookIfChanged(log);
      const job = await claim(own.abilities(), id);
      if (job) await run(job, context, signal).catch(beginAnew);
      else await ear.wait(POLL_MS);
    }
  } finally {
    clearInterval(heartbeat);
    await ear.close();
    await prisma().workerHeartbeat.deleteMany({ where: { id } });
    await sessions.close();
  }
}

/** A device that was there and fails may work again in another process; its job is somebody's then. */
function beginAnew(error: unknown): never {
  if (!(error instanceof DeviceError)) throw error;
  throw new Error(error.message, { cause: error });
}

/** Throws ModelFolderError when a scorer cannot be used: better now than at the first picture. */
async function checkScorers(
  models: ReadonlyMap<string, Registered>,
  runtime: Runtime,
): Promise<void> {
  const folders = [...models.values()].flatMap(({ scorer }) => scorer?.folder ?? []);
  for (const folder of new Set(folders)) await openScorer(folder, runtime);
}

async function run(job: Job, context: WorkerContext, signal: AbortSignal): Promise<void> {
  const { workerId, log } = context;
  // Routines come every few seconds.
  log[job.kind === 'routine' ? 'debug' : 'info'](`${job.kind} ${job.ids.join(' ')}`);
  await runJob(job, workerId, signal, () => HANDLERS[job.kind](job.ids, context, signal));
}
