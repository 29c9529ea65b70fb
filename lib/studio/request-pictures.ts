import { callsPerStep } from '@/lib/diffusion/schedulers/names';
import { timesTheCost } from '@/lib/methods/ways';
import { InvalidInput, NotFound } from '@/lib/problems';
import { limit } from '@/lib/limits';
import { shownBlob } from '@/lib/moderation/hidden';
import { decode } from '@/lib/arena/differences';
import { BlobDamagedError, sha256 } from '@/lib/store/blobs';
import { PUBLIC_PICTURE, PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import type { Generation } from '@/lib/store/generated/client';
import { wakeWorkers } from '@/lib/store/wake';
import { storeComparison } from './comparisons';
import {
  BASE_OF_RECIPE,
  checkSize,
  parseCompareInput,
  parseGenerateInput,
  recipeOn,
  type BaseOfRecipe,
} from './generate-input';
import { modelFor, modelsFor } from './models-asked';
import type { Asker } from './ownership';
import { normalizePrompt, storeVisitorsPrompt } from './prompts';
import { refuseWhenFull } from './queue-limit';
import { checkPaintable, RECIPE } from './recipe';

type Cost = Pick<Generation, 'width' | 'height' | 'steps' | 'scheduler'>;

/** What a picture by the model of that name costs in the way of one by the base alone, of its own size and steps. */
export function weightOf(
  name: string,
  base: BaseOfRecipe,
  { width, height, steps, scheduler }: Cost,
): number {
  const calls = (steps / base.steps) * callsPerStep(scheduler);
  return ((width * height) / base.resolution ** 2) * calls * timesTheCost(name);
}

/** The id of whoever asks for so much. Throws TooFast beyond what one may ask for. */
async function allowed(asker: Asker, weight: number): Promise<string | null> {
  const id = await asker.id();
  const { network } = asker;
  if (network === undefined) return id;
  await limit('paint', { voter: id ?? undefined, network }, Math.ceil(weight));
  return id;
}

/** Whether a picture has the very pixels of one whose painter is not to be known yet: each model would betray its own. */
async function isBlind(png: Uint8Array): Promise<boolean> {
  const pixels = await decode(png).catch(() => undefined);
  if (!pixels) return false;
  // By the few sets that are in the arena: no index leads to pictures by their pixels.
  const generations = { some: { blind: true, pixelsSha256: sha256(pixels) } };
  const inArena = await prisma().comparison.count({
    where: { arena: { in: ['PAINTING', 'OPEN'] }, generations },
  });
  return inArena > 0;
}

/** Throws InvalidInput unless the picture to begin from, if there is to be one, is here and whole. */
async function checkInitial(sha256: string | null): Promise<void> {
  if (sha256 === null) return;
  const found = await shownBlob(sha256).catch((error: unknown) => {
    if (!(error instanceof BlobDamagedError)) throw error;
    throw new InvalidInput(
      'initialSha256',
      `The picture to begin from, ${sha256}, is damaged; bring it again.`,
    );
  });
  if (found && (await isBlind(found))) {
    throw new InvalidInput(
      'initialSha256',
      'This picture is in the arena: it can be begun from once it was judged, and everybody may know who painted it.',
    );
  }
  if (found) return;
  throw new InvalidInput(
    'initialSha256',
    'There is no picture with this SHA-256 here; bring it with `keepPicture` first.',
  );
}

/** The finished longer version of `prompt` that is to be painted instead. Throws InvalidInput. */
async function finishedEnrichment(id: string | undefined, prompt: string) {
  if (id === undefined) return null;
  const finished = await prisma().enrichment.count({
    where: {
      id,
      status: 'SUCCEEDED',
      ...PUBLIC_TEXT,
      prompt: { ...PUBLIC_TEXT, normalizedText: normalizePrompt(prompt) },
    },
  });
  if (finished > 0) return id;
  throw new InvalidInput(
    'enrichmentId',
    'There is no finished longer version of this prompt with that id; ask for it with `enrich`.',
  );
}

/**
 * Asks for a picture by the model of that id, or by the one that is offered first; with an enrichment of it the longer
 * prompt is painted. Returns the Generation's id. Throws InvalidInput, NotFound, QueueFull or TooFast.
 */
export async function requestGeneration(
  input: unknown,
  of: { readonly modelId: string | undefined; readonly enrichmentId: string | undefined },
  asker: Asker,
): Promise<string> {
  const { prompt: text, category, ...recipe } = parseGenerateInput(input);
  const model = await modelFor(of.modelId);
  const whole = recipeOn(model.base, recipe, asker);
  await checkInitial(whole.initialSha256);
  await refuseWhenFull([model.id]);
  const enrichmentId = await finishedEnrichment(of.enrichmentId, text);
  const askedById = await allowed(asker, weightOf(model.name, model.base, whole));
  const { id: promptId } = await storeVisitorsPrompt(text, category, askedById);
  const { id } = await prisma().generation.create({
    data: { ...whole, promptId, enrichmentId, modelId: model.id, askedById },
    select: { id: true },
  });
  await wakeWorkers();
  return id;
}

/**
 * Asks for pictures of one prompt and one recipe by the models of those ids, or by all that are offered. Returns the
 * Comparison's id. Throws InvalidInput, NotFound, QueueFull or TooFast.
 */
export async function requestComparison(
  input: unknown,
  of: {
    readonly modelIds: readonly string[] | undefined;
    readonly enrichmentId: string | undefined;
  },
  asker: Asker,
): Promise<string> {
  const { prompt: text, category, seeds, ...recipe } = parseCompareInput(input);
  const { base, models } = await modelsFor(of.modelIds);
  const whole = recipeOn(base, recipe, asker);
  await checkInitial(whole.initialSha256);
  await refuseWhenFull(models.map(({ id }) => id));
  const enrichmentId = await finishedEnrichment(of.enrichmentId, text);
  const weights = models.map(({ name }) => weightOf(name, base, whole));
  const weight = seeds.length * weights.reduce((sum, own) => sum + own, 0);
  const askedById = await allowed(asker, weight);
  const { id: promptId } = await storeVisitorsPrompt(text, category, askedById);
  const shared = { ...whole, promptId, enrichmentId, askedById };
  const id = await storeComparison(
    seeds.flatMap((seed) => models.map(({ id: modelId }) => ({ ...shared, modelId, seed }))),
  );
  await wakeWorkers();
  return id;
}

/**
 * Asks for a finished picture once more, to see whether it is the same. Returns the new one's id. Throws NotFound,
 * InvalidInput, QueueFull or TooFast.
 */
export async function requestReproduction(originalId: string, asker: Asker): Promise<string> {
  const found = await prisma().generation.findUnique({
    where: { id: originalId, status: 'SUCCEEDED', ...PUBLIC_PICTURE },
    select: {
      ...RECIPE,
      modelId: true,
      seed: true,
      reproducesId: true,
      model: { select: { base: { select: BASE_OF_RECIPE }, name: true } },
    },
  });
  if (!found) throw new NotFound('There is no finished picture of that id.');
  const {
    model: { base, name },
    ...original
  } = found;
  checkPaintable(original);
  checkSize(base, original, asker, 'id');
  await refuseWhenFull([original.modelId]);
  const reproducesId = original.reproducesId ?? originalId;
  const askedById = await allowed(asker, weightOf(name, base, original));
  const { id } = await prisma().generation.create({
    data: { ...original, reproducesId, askedById },
    select: { id: true },
  });
  await wakeWorkers();
  return id;
}
