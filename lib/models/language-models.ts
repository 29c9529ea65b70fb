import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '@/lib/config';
import type { LanguageModel } from '@/lib/enrichment/language-model';
import { openAiCompatible } from '@/lib/enrichment/openai-compatible';
import type { Device } from '@/lib/onnx/runtime';
import { openLanguageModel, readLanguageModel, type EmbeddedLanguageModel } from './language-model';

/** The folder of the language model that comes with Sarovar, below MODELS_DIR. */
const EMBEDDED = 'smollm2-135m-instruct';

/** What the language model in `modelsDir` says it is; undefined when there is none. Throws ModelFolderError. */
export async function embeddedLanguageModel(modelsDir: string) {
  const folder = path.join(modelsDir, EMBEDDED);
  if (!(await stat(folder).catch(() => undefined))) return undefined;
  return readLanguageModel(folder);
}

/** The language models of a worker, opened when they are first asked for. */
export interface LanguageModels {
  /** The one that comes with Sarovar: ELLA reads its states. Rejects with ModelFolderError. */
  readonly embedded: () => Promise<EmbeddedLanguageModel>;
  /** The one that writes longer prompts, as the configuration chose it. */
  readonly writer: () => Promise<LanguageModel>;
}

/** What `config` says; a failure to open the embedded model is not remembered. */
export function languageModels(config: Config, device: Device): LanguageModels {
  const { languageModel: choice, modelsDir, threads } = config;
  let opening: Promise<EmbeddedLanguageModel> | undefined;
  const embedded = () => {
    opening ??= openLanguageModel(path.join(modelsDir, EMBEDDED), device, threads);
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  if (choice.provider === 'embedded') return { embedded, writer: embedded };
  const server = openAiCompatible({ ...choice, retries: 2 });
  return { embedded, writer: () => Promise.resolve(server) };
}
