import { readdir, readlink, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { whyNot } from '@/lib/file-errors.mjs';
import { ModelFolderError } from '@/lib/onnx/errors';
import type { OpenOptions } from '../base';
import {
  listFiles,
  MANIFEST_FILE,
  sizeOfFile,
  verifyFiles,
  weightsHash,
  type HashProgress,
} from '../folder-files';
import type { EmbeddedLanguageModel } from '../language-model';
import { readModelFolder, type Manifest } from '../model-folder';
import { readAdapterFolder, ADAPTER_FILE } from '../adapter';
import { foldersWith } from '../register';
import { checkAdapter } from './check-adapter';
import { checkBase, PARTS } from './check-base';
import { defaultScheduler } from './configuration';

/** What a person says of a folder; the rest is read from it. */
export interface ImportRequest {
  readonly folder: string;
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  /** Of the weights; needed where the folder does not say it itself. */
  readonly licence?: string | undefined;
}

/** Where models are kept, and what to check them with. */
export interface ImportPlace extends OpenOptions {
  readonly modelsDir: string;
  readonly languageModel: () => Promise<EmbeddedLanguageModel>;
  readonly onProgress?: HashProgress | undefined;
}

export interface Imported {
  readonly kind: 'base' | 'adapter';
  readonly name: string;
  /** What people have to know of it, a sentence each. */
  readonly notes: readonly string[];
  /** Takes it away again: link and manifest, as far as they were made here. */
  readonly undo: () => Promise<void>;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Whether a folder holds a base or an adapter. Throws ModelFolderError for neither. */
async function kindOf(folder: string): Promise<Imported['kind']> {
  const has = async (file: string) => (await sizeOfFile(path.join(folder, file))) !== undefined;
  if (await has('model_index.json')) return 'base';
  if (await has(ADAPTER_FILE)) return 'adapter';
  throw new ModelFolderError(
    `${folder} has neither a model_index.json, as a base has, nor an ${ADAPTER_FILE}, as an adapter has.`,
  );
}

/** A base's own manifest, where it has one. Throws ModelFolderError when it cannot be used. */
async function manifestIn(folder: string): Promise<Manifest | undefined> {
  if ((await sizeOfFile(path.join(folder, MANIFEST_FILE))) === undefined) return undefined;
  const { manifest } = await readModelFolder(folder);
  // Pictures and adapters name their model by these hashes.
  const unlisted = PARTS.find((part) => weightsHash(manifest.files, `${part}/`) === '');
  if (unlisted === undefined) return manifest;
  throw new ModelFolderError(
    `manifest.json lists no weights of ${unlisted}; delete it to have it written anew.`,
  );
}

/** Throws ModelFolderError when `name` cannot be used, or is another model's already. */
export async function checkName(name: string, folder: string, modelsDir: string): Promise<void> {
  if (!NAME.test(name)) {
    const like = name.toLowerCase().replace(/[^a-z0-9._]+/g, '-').replace(/^\W+|\W+$/g, '');
    const example = NAME.test(like) ? like : 'sd-1.5';
    throw new ModelFolderError(
      `"${name}" cannot be a name; use small letters, digits, dots and hyphens, as in --name ${example}.`,
    );
  }
  const taken = path.join(modelsDir, name);
  const there = await realpath(taken).catch(() => readlink(taken).catch(() => undefined));
  if (there !== undefined && there !== folder) {
    throw new ModelFolderError(`There is a model called ${name} already; choose another --name.`);
  }
}

/** What a manifest says of a base beside its files. Throws ModelFolderError without a licence. */
function describe({ title, licence }: ImportRequest, name: string) {
  if (!licence) {
    throw new ModelFolderError(
      'State the licence of the weights, as in --licence creativeml-openrail-m.',
    );
  }
  return { name, title: title ?? name, description: '', licence, evaluation: null };
}

/** What Stable Diffusion 1.x is commonly painted with. */
const DEFAULTS = { steps: 25, guidanceScale: 7.5 } as const;

/** Throws ModelFolderError when a base with these very weights is there under another name. */
async function checkNew(manifest: Manifest, modelsDir: string): Promise<void> {
  for (const folder of await foldersWith(modelsDir, 'model_index.json')) {
    const other = (await readModelFolder(folder)).manifest;
    if (other.name === manifest.name) continue;
    if (weightsHash(other.files, '') === weightsHash(manifest.files, '')) {
      throw new ModelFolderError(`These very weights are there already, as ${other.name}.`);
    }
  }
}

/** Writes the manifest of a folder that has none; returns how to take it away. */
async function writeManifest(folder: string, manifest: Manifest): Promise<() => Promise<void>> {
  const file = path.join(folder, MANIFEST_FILE);
  const unfinished = `${file}.new`;
  try {
    await writeFile(unfinished, `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const sentence = `${file} cannot be written: ${whyNot(cause)}; make room there, or copy the folder to where you may write and add the copy.`;
    throw new ModelFolderError(sentence, { cause });
  }
  return () => rm(file, { force: true });
}

/** Checks a base and its hashes; writes its manifest if there is none. */
async function importBase(
  folder: string,
  named: Manifest | undefined,
  about: () => ReturnType<typeof describe>,
  place: ImportPlace,
): Promise<Pick<Imported, 'notes' | 'undo'>> {
  const { modelsDir, onProgress } = place;
  if (named) {
    const { notes } = await checkBase(folder, place);
    await verifyFiles(folder, named.files, onProgress);
    await checkNew(named, modelsDir);
    return { notes, undo: () => Promise.resolve() };
  }
  const said = about();
  const { layout, notes } = await checkBase(folder, place);
  const side = layout.sampleSize * layout.vaeScaleFactor;
  const files = await listFiles(folder, onProgress);
  const scheduler = await defaultScheduler(folder);
  const defaults = { ...DEFAULTS, scheduler, width: side, height: side };
  const manifest = { ...said, files, defaults };
  await checkNew(manifest, modelsDir);
  return { notes, undo: await writeManifest(folder, manifest) };
}

/** Links a checked folder into `modelsDir`, unless it lies there. Returns how to undo it. */
async function link(folder: string, name: string, modelsDir: string): Promise<() => Promise<void>> {
  const place = path.join(modelsDir, name);
  if ((await realpath(place).catch(() => undefined)) === folder) return () => Promise.resolve();
  await symlink(folder, place, 'dir').catch((cause: unknown) => {
    const sentence = `${place} cannot be made: ${whyNot(cause)}; set MODELS_DIR to where you may write.`;
    throw new ModelFolderError(sentence, { cause });
  });
  return () => rm(place, { force: true });
}

/**
 * Checks a folder, hashes it, writes a manifest where there is none, and links it into `modelsDir`, where
 * workers look. The folder stays where it is. Throws ModelFolderError or InferenceError; then nothing was made.
 */
export async function importFolder(request: ImportRequest, place: ImportPlace): Promise<Imported> {
  const { modelsDir, languageModel, onProgress } = place;
  const folder = await realpath(request.folder).catch((cause: unknown) => {
    throw new ModelFolderError(`There is no folder at ${request.folder}.`, { cause });
  });
  await readdir(folder).catch((cause: unknown) => {
    throw new ModelFolderError(`${request.folder} is not a folder that can be read.`, { cause });
  });
  const kind = await kindOf(folder);
  const base = kind === 'base' ? await manifestIn(folder) : undefined;
  const named = kind === 'base' ? base : (await readAdapterFolder(folder)).manifest;
  if (named && request.name !== undefined && named.name !== request.name) {
    throw new ModelFolderError(`The folder's manifest calls it ${named.name}; leave --name out.`);
  }
  const name = named?.name ?? request.name ?? path.basename(folder).toLowerCase();
  await checkName(name, folder, modelsDir);
  const undo: (() => Promise<void>)[] = [];
  let notes: readonly string[] = [];
  if (kind === 'adapter') {
    await checkAdapter(folder, modelsDir, languageModel, place, onProgress);
  } else {
    const imported = await importBase(folder, base, () => describe(request, name), place);
    notes = imported.notes;
    undo.push(imported.undo);
  }
  const undoAll = async () => {
    for (const step of undo.reverse()) await step();
  };
  try {
    undo.push(await link(folder, name, modelsDir));
  } catch (error) {
    await undoAll();
    throw error;
  }
  return { kind, name, notes, undo: undoAll };
}

/** Hashes the files of a registered model's folder again and takes one step. Throws what is wrong. */
export async function checkModel(folder: string, place: ImportPlace): Promise<void> {
  const { modelsDir, languageModel, onProgress } = place;
  if ((await kindOf(folder)) === 'adapter') {
    await checkAdapter(folder, modelsDir, languageModel, place, onProgress);
    return;
  }
  await checkBase(folder, place);
  const { manifest } = await readModelFolder(folder);
  await verifyFiles(folder, manifest.files, onProgress);
}
