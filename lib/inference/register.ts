import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import { readModelFolder, type ModelFolder } from './model-folder';

/** The folders below `modelsDir` that hold a base, by path. */
async function baseFolders(modelsDir: string): Promise<string[]> {
  const names = await readdir(modelsDir).catch((cause: unknown) => {
    throw new Error(`There is no readable folder of models at ${modelsDir} (MODELS_DIR).`, {
      cause,
    });
  });
  const folders = names.sort().map((name) => join(modelsDir, name));
  const found = await Promise.all(
    folders.map((folder) =>
      stat(join(folder, 'model_index.json')).then(
        () => true,
        () => false,
      ),
    ),
  );
  return folders.filter((_, i) => found[i]);
}

/** One hash for all networks of a folder: pictures depend on them, not on the card beside them. */
function weightsHash(folder: ModelFolder): string {
  const hash = createHash('sha256');
  const networks = folder.manifest.files.filter(({ path }) => path.endsWith('.onnx'));
  for (const { path, sha256 } of networks.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${path} ${sha256}\n`);
  }
  return hash.digest('hex');
}

/**
 * Brings the rows of Base and Model in line with the folders in `modelsDir` and returns the folder
 * of each model that can be painted with, by the model's id. A model whose weights changed becomes
 * a new row; the old one is retired, since its pictures stay.
 */
export async function registerModels(modelsDir: string): Promise<ReadonlyMap<string, string>> {
  const available = new Map<string, string>();
  for (const path of await baseFolders(modelsDir)) {
    const folder = await readModelFolder(path);
    const { name, title, licence, defaults, evaluation } = folder.manifest;
    const facts = {
      title,
      licence,
      folderSha256: folder.manifestSha256,
      resolution: defaults.width,
      predictionType: folder.scheduler.predictionType,
      ...(evaluation === undefined ? {} : { evaluation: z.json().parse(evaluation) ?? {} }),
    };
    const base = await prisma().base.upsert({
      where: { name },
      create: { name, ...facts },
      update: facts,
    });
    const key = { baseId: base.id, name: 'vanilla', weightsSha256: weightsHash(folder) };
    const model = await prisma().model.upsert({
      where: { baseId_name_weightsSha256: key },
      create: { ...key, method: 'VANILLA' },
      update: { status: 'ACTIVE' },
    });
    available.set(model.id, path);
  }
  await prisma().model.updateMany({
    where: { id: { notIn: [...available.keys()] } },
    data: { status: 'RETIRED' },
  });
  return available;
}
