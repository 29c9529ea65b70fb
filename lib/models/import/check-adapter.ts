import { ModelFolderError } from '@/lib/onnx/errors';
import { openAdapter, readAdapterFolder, type AdapterFolder } from '../adapter';
import { openBase, type OpenOptions } from '../base';
import { verifyFiles, type HashProgress } from '../folder-files';
import type { EmbeddedLanguageModel } from '../language-model';
import { readModelFolder } from '../model-folder';
import { foldersWith } from '../register';
import { SMALL_SIDE } from './check-base';

/** The folder in `modelsDir` of the base that an adapter is for. Throws ModelFolderError. */
async function baseOf({ manifest }: AdapterFolder, modelsDir: string): Promise<string> {
  const names: string[] = [];
  for (const path of await foldersWith(modelsDir, 'model_index.json')) {
    const { name } = (await readModelFolder(path)).manifest;
    if (name === manifest.adapts) return path;
    names.push(name);
  }
  throw new ModelFolderError(
    `${manifest.name} adapts ${manifest.adapts}, which is not there (there is ${names.join(', ') || 'no base'}); ` +
      'add that base first.',
  );
}

/**
 * Opens an adapter's folder on its base in `modelsDir` and paints one small step with it. Throws
 * ModelFolderError for what does not fit, InferenceError for what does not run.
 */
export async function checkAdapter(
  folder: string,
  modelsDir: string,
  languageModel: () => Promise<EmbeddedLanguageModel>,
  options: OpenOptions,
  onProgress?: HashProgress,
): Promise<void> {
  const adapter = await readAdapterFolder(folder);
  await verifyFiles(folder, adapter.manifest.files, onProgress);
  const path = await baseOf(adapter, modelsDir);
  const { vaeScaleFactor, sampleSize } = await readModelFolder(path);
  const side = Math.min(SMALL_SIDE, sampleSize) * vaeScaleFactor;
  await options.sessions.hold(async (sessions) => {
    const held = { ...options, sessions };
    const base = await openBase(path, held);
    const conditioner = await openAdapter(adapter, base, languageModel, held);
    await base.generate(
      { prompt: 'a dog', negativePrompt: '', seeds: [0n], steps: 1, previewEvery: 0,
        guidanceScale: 2, guidanceRescale: 0, scheduler: 'ddim', noise: 'cpu',
        width: side, height: side,
      },
      {},
      [conditioner],
    );
  });
}
