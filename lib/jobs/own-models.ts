import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '@/lib/config';
import { prisma } from '@/lib/store/database';
import type { Abilities } from '@/lib/models/at-hand';
import { embeddedLanguageModel } from '@/lib/models/language-models';
import { registerModels, type Registered } from '@/lib/models/register';
import { ModelFolderError } from '@/lib/onnx/errors';

/** What changes when a model is put into the folder, taken out of it, or made anew. */
async function signature(modelsDir: string): Promise<string> {
  const names = await readdir(modelsDir).catch(() => []);
  const manifests = await Promise.all(
    names.sort().map(async (name) => {
      const file = await stat(path.join(modelsDir, name, 'manifest.json')).catch(() => undefined);
      return file ? [`${name} ${file.mtimeMs} ${file.size}`] : [];
    }),
  );
  return manifests.flat().join('\n');
}

/** What is in a worker's models folder. The worker says it to everybody in the row of its heartbeat. */
export interface OwnModels {
  /** Every model that it can paint with, by its id, as it was when the worker last looked. */
  readonly models: ReadonlyMap<string, Registered>;
  readonly abilities: () => Abilities;
  /** The abilities as they stand in the row of the heartbeat. */
  readonly columns: () => { writes: boolean; models: { id: string }[] };
  /** Looks into the folder again, registers what is new, and says so. Throws ModelFolderError; then all is as it was. */
  readonly lookAgain: () => Promise<void>;
  /** Does that when the folder has changed; one that is being filled is looked at until it is whole. */
  readonly lookIfChanged: (log: Logger) => Promise<void>;
}

/** Looks into the models folder of the worker of that id. Throws ModelFolderError. */
export async function ownModels(config: Config, workerId: string): Promise<OwnModels> {
  const { modelsDir, writesApart } = config;
  const models = new Map<string, Registered>();
  let writes = false;
  let seen = '';
  let complaint = '';

  async function look(): Promise<void> {
    const now = await signature(modelsDir);
    const found = await registerModels(modelsDir);
    const embedded = await embeddedLanguageModel(modelsDir);
    models.clear();
    for (const [id, model] of found) models.set(id, model);
    writes = !writesApart && embedded !== undefined;
    seen = now;
  }

  const abilities = () => ({ models: [...models.keys()], writes });
  const columns = () => ({ writes, models: [...models.keys()].map((id) => ({ id })) });

  async function lookAgain(): Promise<void> {
    await look();
    const { models: set } = columns();
    const data = { writes, models: { set } };
    await prisma().workerHeartbeat.update({ where: { id: workerId }, data });
  }

  await look();
  return {
    models,
    abilities,
    columns,
    lookAgain,
    async lookIfChanged(log) {
      if ((await signature(modelsDir)) === seen) return;
      try {
        await lookAgain();
        complaint = '';
        log.info(`the models folder has changed: ${models.size} model(s)`);
      } catch (error) {
        if (!(error instanceof ModelFolderError)) throw error;
        if (error.message !== complaint) log.warn(error.message);
        complaint = error.message;
      }
    },
  };
}
