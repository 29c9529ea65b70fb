import { lstat, rm } from 'node:fs/promises';
import path from 'node:path';
import { ModelFolderError } from '@/lib/onnx/errors';
import { deleteModels, picturesOf, setRetired } from '../catalogue';
import { registerModels, type Registered } from '../register';
import { meetsAnotherBase } from '../trained-on';
import { importFolder, checkModel, type ImportPlace, type ImportRequest } from './import-folder';

/** What was done, in a sentence for people, and the ids of the models that it was done to. */
export interface Managed {
  readonly outcome: string;
  readonly ids: readonly string[];
}

/** What a registered model's own folder is called below the models folder. */
export function folderName({ folder, adapter }: Registered): string {
  return path.basename(adapter?.path ?? folder);
}

/**
 * Ids of the models of the folder called `name`: an adapter's one, or all of a base. Throws ModelFolderError
 * when there is none.
 */
export function idsOf(
  models: ReadonlyMap<string, Registered>,
  modelsDir: string,
  name: string,
): string[] {
  const wanted = path.join(modelsDir, name);
  const ids = [...models].flatMap(([id, { folder, adapter }]) =>
    folder === wanted || adapter?.path === wanted ? [id] : [],
  );
  if (ids.length > 0) return ids;
  throw new ModelFolderError(`There is no model called ${name} in ${modelsDir}.`);
}

/** What to know of models beside that they run, each a sentence with a blank before it. */
async function alsoOf(
  ids: readonly string[],
  models: ReadonlyMap<string, Registered>,
): Promise<string> {
  const found = ids.flatMap((id) => models.get(id) ?? []);
  const sentences = await Promise.all(found.map(meetsAnotherBase));
  return sentences.map((sentence) => (sentence ? ` ${sentence}` : '')).join('');
}

/** Checks, hashes, links and registers a folder. Throws ModelFolderError or InferenceError; then nothing was made. */
export async function addModel(request: ImportRequest, place: ImportPlace): Promise<Managed> {
  const { modelsDir } = place;
  const imported = await importFolder(request, place);
  try {
    const models = await registerModels(modelsDir);
    const ids = idsOf(models, modelsDir, imported.name);
    const also = await alsoOf(ids, models);
    await setRetired(ids, false);
    const done = `${imported.name} is registered; Create paints with it now.${also}`;
    return { outcome: [done, ...imported.notes.map((note) => `Note: ${note}`)].join('\n'), ids };
  } catch (error) {
    await imported.undo();
    throw error;
  }
}

/** Hashes a model's files again and takes one step. Throws ModelFolderError or InferenceError with what is wrong. */
export async function verifyModel(name: string, place: ImportPlace): Promise<Managed> {
  const { modelsDir } = place;
  const models = await registerModels(modelsDir);
  const ids = idsOf(models, modelsDir, name);
  await checkModel(path.join(modelsDir, name), place);
  const also = await alsoOf(ids, models);
  return { outcome: `${name}: files as its manifest says, and one step without NaN.${also}`, ids };
}

/**
 * Unlinks a model, or retires it when it has painted. Its files stay. Throws ModelFolderError when there is
 * no such model, or its folder lies in the models folder itself.
 */
export async function removeModel(name: string, modelsDir: string): Promise<Managed> {
  const folder = path.join(modelsDir, name);
  const ids = idsOf(await registerModels(modelsDir), modelsDir, name);
  const generated = [...(await picturesOf(ids)).values()].reduce((sum, n) => sum + n, 0);
  if (generated > 0) {
    await setRetired(ids, true);
    const pictures = generated === 1 ? 'A picture was' : `${generated} pictures were`;
    const stays = 'it is retired, and stays where it is so that it can be painted with again.';
    return { outcome: `${pictures} painted with ${name}: ${stays}`, ids };
  }
  if (!(await lstat(folder)).isSymbolicLink()) {
    throw new ModelFolderError(
      `${folder} is no link: move or delete that folder yourself, then list again.`,
    );
  }
  await rm(folder);
  await deleteModels(ids);
  return { outcome: `${name} is removed; its files are where they were.`, ids: [] };
}
