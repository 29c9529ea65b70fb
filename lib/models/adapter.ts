import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import type { TokenStates } from '@/lib/diffusion/conditioning/ella';
import { METHOD_NAMES, METHODS } from '@/lib/methods';
import type { AdapterMethod } from '@/lib/methods/method';
import { readsSchema } from '@/lib/methods/reads';
import { ModelFolderError } from '@/lib/onnx/errors';
import { OnnxSession } from '@/lib/onnx/session';
import type { Runtime } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';
import type { Base, OpenOptions } from './base';
import type { EmbeddedLanguageModel } from './language-model';
import { fileSchema, readJson, readText, verifyChanges } from './folder-files';
import { encoderStates } from './text-encoder';

/** The one network of an adapter's folder. */
export const ADAPTER_FILE = 'adapter.onnx';

/** What the manifests of all adapters say; the rest is their method's own. */
const manifestSchema = z.object({
  name: z.string(),
  /** The name of the base that it was trained on, and the hash of that base's UNet. */
  adapts: z.string(),
  adaptsUnetSha256: z.string(),
  /** The model's name among those of its base, such as "sur-cosine-3000". */
  model: z.string(),
  method: z.enum(METHOD_NAMES),
  checkpoint: z.string().nullable(),
  reads: readsSchema,
  licence: z.string(),
  files: z.array(fileSchema),
});

/** An adapter's folder: which base it is for, which method it is, and what it reads. */
export interface AdapterFolder {
  readonly path: string;
  readonly method: AdapterMethod;
  readonly manifest: z.infer<typeof manifestSchema>;
  readonly manifestSha256: string;
}

/** Reads an adapter's manifest. Throws ModelFolderError. */
export async function readAdapterFolder(folder: string): Promise<AdapterFolder> {
  const manifest = await readJson(folder, 'manifest.json', manifestSchema);
  const { adapter } = METHODS[manifest.method];
  if (!adapter) {
    throw new ModelFolderError(
      `${manifest.name} is an adapter, and the method ${manifest.method} has none.`,
    );
  }
  const method = await readJson(folder, 'manifest.json', adapter);
  const text = await readText(folder, 'manifest.json');
  return {
    path: folder,
    manifest,
    method,
    manifestSha256: createHash('sha256').update(text).digest('hex'),
  };
}

/** Where an adapter's text states come from. Throws ModelFolderError when that is not there. */
export function textStates(
  { path: folder, manifest }: AdapterFolder,
  base: Base,
  languageModel: () => Promise<EmbeddedLanguageModel>,
  runtime: Runtime,
): TokenStates {
  const { reads } = manifest;
  if (reads === 'clip') return base.clip;
  if ('encoder' in reads) return encoderStates(folder, reads, runtime);
  return async (prompt) => {
    const model = await languageModel();
    if (model.name !== reads.llm || model.weightsSha256 !== reads.sha256) {
      throw new ModelFolderError(
        `${manifest.name} was trained on the states of another ${reads.llm} than the one in the ` +
          'models folder; export it again.',
      );
    }
    const states = (await model.hiddenStates(prompt))[reads.output];
    if (states) return states;
    throw new ModelFolderError(`${model.name} has no output "${reads.output}".`);
  };
}

/** The adapter's own network. Throws ModelFolderError. */
export async function openAdapterSession(
  { path: folder, manifest }: AdapterFolder,
  runtime: Runtime,
): Promise<OnnxSession> {
  const file = path.join(folder, ADAPTER_FILE);
  return runtime.sessions.open(await weightsAt(file, `${manifest.name}/${ADAPTER_FILE}`, runtime));
}

/**
 * The method of an adapter as a conditioner on `base`. Its sessions belong to the pool, so there is nothing to close.
 * `languageModel` is asked for only by methods that read it. Rejects with ModelFolderError.
 */
export async function openAdapter(
  folder: AdapterFolder,
  base: Base,
  languageModel: () => Promise<EmbeddedLanguageModel>,
  options: OpenOptions,
): Promise<Conditioner> {
  const { manifest } = folder;
  if (base.unetSha256 !== manifest.adaptsUnetSha256) {
    throw new ModelFolderError(
      `${manifest.name} was trained on another UNet than that of ${manifest.adapts}; train it again.`,
    );
  }
  if (options.verifyHashes) await verifyChanges(folder.path, manifest.files);
  const network = await openAdapterSession(folder, options);
  const { clip } = base;
  const states = textStates(folder, base, languageModel, options);
  return folder.method.open({ clip, states, network });
}
