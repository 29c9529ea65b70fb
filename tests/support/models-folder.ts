import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A new MODELS_DIR with links to some of the committed models' folders. */
export async function modelsFolder(...names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-models-'));
  for (const name of names) await linkModel(folder, name);
  return folder;
}

/** Puts one more of them into it. */
export async function linkModel(folder: string, name: string): Promise<void> {
  await symlink(path.resolve('models', name), path.join(folder, name));
}
