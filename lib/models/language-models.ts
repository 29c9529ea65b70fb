import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '@/lib/config';
import type { LanguageModel } from '@/lib/enrichment/language-model';
import { openAiCompatible } from '@/lib/enrichment/openai-compatible';
import type { Runtime, Sessions } from '@/lib/onnx/session-pool';
import { openLanguageModel, readLanguageModel, type EmbeddedLanguageModel } from './language-model';

/** The folder of the language model that comes with Sarovar, below MODELS_DIR. */
const EMBEDDED = 'smollm2-135m-instruct';

/** What the language model in `modelsDir` says it is; undefined when there is none. Throws ModelFolderError. */
export async function embeddedLanguageModel(modelsDir: string) {
  const folder = path.join(modelsDir, EMBEDDED);
  if (!(await stat(folder).catch(() => undefined))) return undefined;
  return readLanguageModel(folder);
}

/** The language models of a worker, opened when they are asked for, by default for no longer than each of their runs. */
export interface LanguageModels {
  /** The one that comes with Sarovar: ELLA reads its states. Rejects with ModelFolderError. */
  readonly embedded: (sessions?: Sessions) => Promise<EmbeddedLanguageModel>;
  /** The one that writes longer prompts, as the configuration chose it. */
  readonly writer: (sessions?: Sessions) => Promise<LanguageModel>;
}

/**
 * What `config` says. The embedded one is on the CPU always: CUDA has no kernel for its attention, so that every token would
 * cross over thirty times.
 */
export function languageModels(config: Config, runtime: Runtime): LanguageModels {
  const { languageModel: choice, modelsDir } = config;
  const embedded = (sessions = runtime.sessions) =>
    openLanguageModel(path.join(modelsDir, EMBEDDED), { ...runtime, device: 'cpu', sessions });
  if (choice.provider === 'embedded') return { embedded, writer: embedded };
  const server = openAiCompatible({ ...choice, retries: 2 });
  return { embedded, writer: () => Promise.resolve(server) };
}
