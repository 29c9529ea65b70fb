import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { maxSigma } from '@/lib/diffusion/schedulers/schedule';
import { BASE_METHOD } from '@/lib/methods';
import { comparisonSchema } from '@/lib/methods/comparison';
import { figuresSchema, type MethodFigures } from '@/lib/methods/figures';
import { waysSchema } from '@/lib/methods/ways/measured';
import type { Way } from '@/lib/methods/ways/way';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { Prisma } from '@/lib/store/generated/client';
import { ADAPTER_FILE, readAdapterFolder, type AdapterFolder } from './adapter';
import { ModelFolderError } from '@/lib/onnx/errors';
import { readJson, weightsHash } from './folder-files';
import { embeddedLanguageModel } from './language-models';
import { readModelFolder, sizeStep, unetHash, type ModelFolder } from './model-folder';
import { registerWays } from './register-ways';
import { labelsSchema, readScorerManifest } from './scorer';
import { keptTokenizer } from './prompt-reading';

/** Beside a base's manifest, once adapters were trained on it. */
const COMPARISON_FILE = 'comparison.json';
const WAYS_FILE = 'ways.json';
const FIGURES_FILE = 'figures/figures.json';

/** Where the files of a registered model lie, and the scorer that can judge its pictures. */
export interface Registered {
  /** The base's folder. */
  readonly folder: string;
  /** The adapter on it; undefined for the base's own conditioning. */
  readonly adapter: AdapterFolder | undefined;
  /** Where it paints with another model's weights in a way of its own. */
  readonly way: Way | undefined;
  readonly scorer:
    | { readonly id: string; readonly folder: string; readonly sha256: string }
    | undefined;
}

/** The folders below `modelsDir` that contain the file `sign`, by path. */
export async function foldersWith(modelsDir: string, sign: string): Promise<string[]> {
  const names = await readdir(modelsDir).catch((cause: unknown) => {
    throw new ModelFolderError(
      `There is no readable folder of models at ${modelsDir} (MODELS_DIR).`,
      {
        cause,
      },
    );
  });
  const folders = names.sort().map((name) => join(modelsDir, name));
  const found = await Promise.all(
    folders.map((folder) =>
      stat(join(folder, sign)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return folders.filter((_, i) => found[i]);
}

/**
 * What `file` in the base's folder says, as `schema` has it; undefined when it is not there or was
 * measured with another UNet.
 */
async function measured<T extends { readonly unetSha256: string }>(
  base: ModelFolder,
  file: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  if (!(await stat(join(base.path, file)).catch(() => undefined))) return undefined;
  const found = await readJson(base.path, file, schema);
  return found.unetSha256 === unetHash(base) ? found : undefined;
}

/** How the base's methods, and the ways to paint with them, compare. */
async function comparisonOf(base: ModelFolder) {
  const comparison = await measured(base, COMPARISON_FILE, comparisonSchema);
  return comparison && { ...comparison, ways: await measured(base, WAYS_FILE, waysSchema) };
}

/** The figures that explain the base's methods, with the hashes of their pictures for the files. */
async function figuresOf(base: ModelFolder): Promise<MethodFigures | undefined> {
  const figures = await measured(base, FIGURES_FILE, figuresSchema);
  if (!figures) return undefined;
  const folder = join(base.path, dirname(FIGURES_FILE));
  const stored = async <F extends { readonly image: string }>(figure: F): Promise<F> => {
    const image = await blobs().put(await readFile(join(folder, basename(figure.image))));
    return { ...figure, image };
  };
  return {
    ...figures,
    filmstrips: await Promise.all(figures.filmstrips.map(stored)),
    etas: await Promise.all(figures.etas.map(stored)),
  };
}

/** Makes sure that each scorer has a row; returns the last one of each base, by the base's name. */
async function registerScorers(modelsDir: string) {
  const scorers = new Map<string, NonNullable<Registered['scorer']>>();
  for (const folder of await foldersWith(modelsDir, 'labels.json')) {
    const { name, scores, sha256, accuracyOnRealScenes } = await readScorerManifest(folder);
    const { words, recolourable } = await readJson(folder, 'labels.json', labelsSchema);
    const phrases = { ...words, recolourable };
    const base = await prisma().base.findUnique({ where: { name: scores } });
    if (!base) continue;
    const { id } = await prisma().scorer.upsert({
      where: { sha256 },
      create: { name, sha256, baseId: base.id, phrases,
        ...(accuracyOnRealScenes === null ? {} : { accuracy: accuracyOnRealScenes }),
      },
      // One that was registered before they were kept has none.
      update: { phrases },
    });
    scorers.set(scores, { id, folder, sha256 });
  }
  return scorers;
}

type Available = Map<string, { base: string; folder: string; adapter?: AdapterFolder }>;

/** Makes sure that each adapter whose base is there has a row; adds it to `available` when what it reads is there, too. */
async function registerAdapters(modelsDir: string, available: Available): Promise<void> {
  const bases = new Map([...available.values()].map(({ base, folder }) => [base, folder]));
  const languageModel = await embeddedLanguageModel(modelsDir);
  for (const path of await foldersWith(modelsDir, ADAPTER_FILE)) {
    const adapter = await readAdapterFolder(path);
    const { adapts, adaptsUnetSha256, model: name, method, checkpoint } = adapter.manifest;
    const { reads, files } = adapter.manifest;
    const folder = bases.get(adapts);
    if (!folder) continue;
    const base = await prisma().base.findUniqueOrThrow({ where: { name: adapts } });
    const weights = files.find((file) => file.path === ADAPTER_FILE)?.sha256 ?? '';
    const own =
      typeof reads === 'object' && 'encoder' in reads ? dirname(reads.encoder) : undefined;
    const encoder = own === undefined ? '' : weightsHash(files, `${own}/`);
    // Equal adapters on another base, or reading another language model, paint other pictures.
    const parts = [weights, adaptsUnetSha256, `${JSON.stringify(reads)}${encoder}`];
    const text = [...parts, ...adapter.method.variant].join(' ');
    const weightsSha256 = createHash('sha256').update(text).digest('hex');
    const key = { baseId: base.id, name, weightsSha256 };
    const settings = { reads, ...adapter.method.settings };
    const model = await prisma().model.upsert({
      where: { baseId_name_weightsSha256: key },
      create: { ...key, method, checkpoint, settings },
      update: key,
    });
    const needed = typeof reads === 'object' && 'llm' in reads ? reads : undefined;
    if (needed && languageModel?.sha256 !== needed.sha256) continue;
    available.set(model.id, { base: adapts, folder, adapter });
  }
}

/**
 * Makes sure that what is in `modelsDir` has rows of Base, Model and Scorer, and returns every model that can be
 * painted with from there, by its id. A model whose weights changed becomes a new row. What is not there is
 * left alone: another worker may have it.
 */
export async function registerModels(modelsDir: string): Promise<ReadonlyMap<string, Registered>> {
  const available: Available = new Map();
  for (const path of await foldersWith(modelsDir, 'model_index.json')) {
    const folder = await readModelFolder(path);
    const { name, title, licence, defaults, evaluation } = folder.manifest;
    const facts = { title,
      licence,
      folderSha256: folder.manifestSha256,
      resolution: defaults.width,
      steps: defaults.steps, guidanceScale: defaults.guidanceScale,
      scheduler: defaults.scheduler, sizeStep: sizeStep(folder),
      predictionType: folder.scheduler.predictionType,
      knownWords: folder.manifest.knownWords ?? [],
      maxSigma: maxSigma(folder.scheduler),
      tokenizer: keptTokenizer(folder.vocabulary),
      ...(evaluation === undefined ? {} : { evaluation: z.json().parse(evaluation) ?? {} }),
      comparison: (await comparisonOf(folder)) ?? Prisma.DbNull,
      figures: (await figuresOf(folder)) ?? Prisma.DbNull,
    };
    const base = await prisma().base.upsert({
      where: { name },
      create: { name, ...facts },
      update: facts,
    });
    const key = {
      baseId: base.id,
      name: 'vanilla',
      weightsSha256: weightsHash(folder.manifest.files, ''),
    };
    const model = await prisma().model.upsert({
      where: { baseId_name_weightsSha256: key },
      create: { ...key, method: BASE_METHOD },
      update: key,
    });
    available.set(model.id, { base: name, folder: path });
  }
  await registerAdapters(modelsDir, available);
  const scorers = await registerScorers(modelsDir);
  const models = new Map(
    [...available].map(([id, { base, folder, adapter }]) => [
      id,
      { folder, adapter, scorer: scorers.get(base) },
    ]),
  );
  const usual = [...models].map(([id, own]) => [id, { ...own, way: undefined }] as const);
  return new Map<string, Registered>([...usual, ...(await registerWays(models))]);
}
