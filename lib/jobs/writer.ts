import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '@/lib/config';
import { embeddedLanguageModel, languageModels } from '@/lib/models/language-models';
import { runtimeVersions } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import { atWork } from './at-work';
import { runEnrichment } from './enrichment-job';
import { claim, runJob } from './life-cycle';

/**
 * Writes longer prompts until `signal` aborts, in a process of its own: painting blocks the thread that it is done in, and
 * here other servers are waited for. Calls `onReady` when the first can be taken. Throws what makes going on pointless.
 */
export async function write(
  config: Config,
  log: Logger,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const id = randomUUID();
  const { languageModel, modelsDir, threads } = config;
  const isEmbedded = languageModel.provider === 'embedded';
  const writes = !isEmbedded || (await embeddedLanguageModel(modelsDir)) !== undefined;
  const sessions = new SessionPool(config.sessions);
  const runtime = { sessions, device: 'cpu', threads } as const;
  const context = {
    ...runtime,
    workerId: id,
    log,
    languageModels: languageModels(config, runtime),
  };
  const row = { device: 'cpu', runtime: runtimeVersions(), writes, paints: false };
  await atWork(
    { id, log, signal, row },
    {
      begin() {
        log.info('ready to write longer prompts');
        onReady();
        return Promise.resolve();
      },
      async next() {
        const job = await claim({ models: [], writes }, id, ['enrichment']);
        const [text] = job?.ids ?? [];
        if (!job || text === undefined) return false;
        log.info(`enrichment ${text}`);
        await runJob(job, id, signal, () => runEnrichment(text, context, signal));
        return true;
      },
      end: () => sessions.close(),
    },
  );
}
