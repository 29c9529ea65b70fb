import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '@/lib/config';
import { languageModels } from '@/lib/models/language-models';
import type { Registered } from '@/lib/models/register';
import { openScorer } from '@/lib/models/scorer';
import { analyseBases } from '@/lib/models/text-analysis';
import { DeviceError } from '@/lib/onnx/errors';
import { chooseDevice, runtimeVersions } from '@/lib/onnx/runtime';
import { SessionPool, type Runtime } from '@/lib/onnx/session-pool';
import { atWork } from './at-work';
import type { WorkerContext } from './context';
import { HANDLERS } from './handlers';
import { claim, runJob, type Job } from './life-cycle';
import { ownModels } from './own-models';
import { registerRoutines } from './routines';

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
  const { writes, models: connect } = own.columns();
  const row = { device, runtime: runtimeVersions(), writes, models: { connect } };
  await atWork(
    { id, log, signal, row },
    {
      async begin() {
        await registerRoutines();
        log.info(`ready on ${device} with ${models.size} model(s)`);
        onReady();
        await analyseBases(models, runtime, log);
      },
      async next() {
        await own.lookIfChanged(log);
        const job = await claim(own.abilities(), id);
        if (job) await run(job, context, signal).catch(beginAnew);
        return job !== undefined;
      },
      end: () => sessions.close(),
    },
  );
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
