import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { at } from '@/lib/at';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import type { RgbImage } from '@/lib/diffusion/image';
import type { StepReport } from '@/lib/diffusion/pipeline';
import { isSchedulerName } from '@/lib/diffusion/schedulers/names';
import { bestOf, candidateSeeds } from '@/lib/methods/ways/candidates';
import { openAdapter } from '@/lib/models/adapter';
import { openBase, type Base } from '@/lib/models/base';
import { ModelFolderError, InferenceError } from '@/lib/onnx/errors';
import { runtimeVersions } from '@/lib/onnx/runtime';
import { BlobDamagedError, blobs, sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { conditioningText, recipeTexts, type GenerationWithRecipe } from '@/lib/studio/png-recipe';
import { openScorer, type Scorer } from '@/lib/models/scorer';
import type { Sessions } from '@/lib/onnx/session-pool';
import { decodePicture, encodePng } from './png';
import { LeaseLost, type WorkerContext } from './context';
import { heldBy } from './life-cycle';

/** Progress is written at most so often: a small model takes a step in less. */
const PROGRESS_EVERY_MS = 100;

/** How many previews of one picture are decoded at most, */
const PREVIEWS = 8;

/** and how soon after the one before, or after its begin: whoever paints in less sees the picture itself. */
const PREVIEW_EVERY_MS = 1_000;

/** Wants a preview once that time is over. */
function byTime(): () => boolean {
  let last = performance.now();
  return () => {
    const isDue = performance.now() - last >= PREVIEW_EVERY_MS;
    if (isDue) last = performance.now();
    return isDue;
  };
}

/**
 * Writes progress between steps and stops the run when no row is this worker's any more. `shown` has the id of each
 * painted picture, undefined of those that are no row's first.
 */
function progressWriter(
  shown: readonly (string | undefined)[],
  workerId: string,
  previews: string[],
) {
  let writtenAt = 0;
  const ids = shown.filter((id) => id !== undefined);
  return async ({ step, previews: images = [] }: StepReport): Promise<void> => {
    // ONNX Runtime blocks the thread: between steps is when signals and heartbeats get their turn.
    await nextTurn();
    if (images.length === 0 && Date.now() - writtenAt < PROGRESS_EVERY_MS) return;
    writtenAt = Date.now();
    const { count } = await prisma().generation.updateMany({
      where: { id: { in: [...ids] }, ...heldBy(workerId) },
      data: { currentStep: step },
    });
    if (count === 0) throw new LeaseLost();
    for (const [index, image] of images.entries()) {
      const id = shown[index];
      if (!image || id === undefined) continue;
      const previewSha256 = await blobs().put(await encodePng(image));
      previews.push(previewSha256);
      await prisma().generation.updateMany({
        where: { id, ...heldBy(workerId) },
        data: { previewSha256 },
      });
    }
  };
}

/** What a picture is painted with. */
interface Opened {
  readonly base: Base;
  readonly conditioner: Conditioner;
  /** Whether words that CLIP's tokenizer cuts off are lost to it. */
  readonly truncatesAsClip: boolean;
  /** How many are painted for each picture, of which the best is kept. */
  readonly candidates: number;
  /** What a way to paint needs of the base's scorer; undefined of models that need none. */
  readonly scorer: Scorer | undefined;
}

/** The base of a Generation, and its model's conditioner, both opened by `sessions`. Throws ModelFolderError. */
export async function openModel(
  { modelId, model }: GenerationWithRecipe,
  context: WorkerContext,
  sessions: Sessions,
): Promise<Opened> {
  const registered = context.models.get(modelId);
  if (!registered) {
    throw new ModelFolderError(
      `The weights of ${model.base.name} ${model.name} that this picture asks for are not in the worker’s models folder any more.`,
    );
  }
  const { device, threads } = context;
  const options = { sessions, device, threads, verifyHashes: true };
  const base = await openBase(registered.folder, options);
  const { adapter, way } = registered;
  const languageModel = () => context.languageModels.embedded(sessions);
  const own = adapter ? await openAdapter(adapter, base, languageModel, options) : base.vanilla;
  const needed = way?.needsScorer ? registered.scorer : undefined;
  const scorer = needed && (await openScorer(needed.folder, { ...context, sessions }));
  const inputs = { vanilla: base.vanilla, vocabulary: scorer?.vocabulary };
  return {
    base,
    conditioner: way?.conditioner(own, inputs) ?? own,
    truncatesAsClip: adapter?.method.truncatesAsClip ?? true,
    candidates: way?.candidates ?? 1,
    scorer,
  };
}

/** The scorer in `folder`; undefined, and said in the log, when it became unusable: that costs no picture. */
async function scorerIn(folder: string, context: WorkerContext): Promise<Scorer | undefined> {
  try {
    return await openScorer(folder, context);
  } catch (error) {
    if (!(error instanceof ModelFolderError)) throw error;
    context.log.warn(error.message);
    return undefined;
  }
}

/** The picture's automatic score as a row to create; none where no scorer can judge it. */
async function automaticScores(
  { modelId, prompt }: GenerationWithRecipe,
  image: RgbImage,
  context: WorkerContext,
) {
  const registered = context.models.get(modelId)?.scorer;
  if (!registered) return [];
  const scorer = await scorerIn(registered.folder, context);
  if (scorer?.side !== image.width || image.width !== image.height) return [];
  const { facts, score } = await scorer.score(image, prompt.text);
  const scorerId = registered.id;
  return score === undefined ? [] : [{ scorerId, score, facts: z.json().parse(facts) ?? [] }];
}

/** A claimed Generation whose model is opened. */
export interface Ready extends Opened {
  readonly generation: GenerationWithRecipe;
}

/** The picture to keep of those that were painted for one. Throws InferenceError where its scorer cannot judge them. */
async function kept<T extends RgbImage>(
  { generation: { model, prompt }, scorer }: Ready,
  candidates: readonly T[],
): Promise<T> {
  const first = at(candidates, 0);
  if (candidates.length === 1) return first;
  if (scorer?.side !== first.width || first.width !== first.height) {
    throw new InferenceError(
      `${model.name} keeps the best of ${candidates.length} pictures by their automatic score, and none is here for ` +
        `pictures of ${first.width}×${first.height} pixels; ask for the size that the base was made for.`,
    );
  }
  const scores: (number | undefined)[] = [];
  for (const image of candidates) scores.push((await scorer.score(image, prompt.text)).score);
  return bestOf(candidates, scores);
}

const SPACINGS = { LEADING: 'leading', LINSPACE: 'linspace', TRAILING: 'trailing' } as const;

/** The picture to paint over, cut and scaled to the size that is asked for. Throws InferenceError. */
async function initialOf({ initialSha256, strength, width, height }: GenerationWithRecipe) {
  if (initialSha256 === null || strength === null) return undefined;
  const bytes = await blobs()
    .get(initialSha256)
    .catch((cause: unknown) => {
      if (!(cause instanceof BlobDamagedError)) throw cause;
      const sentence = `The picture to begin from, ${initialSha256}, is damaged; bring it again.`;
      throw new InferenceError(sentence, { cause });
    });
  if (!bytes) throw new InferenceError('The picture to begin from is not here any more.');
  return { image: await decodePicture(bytes, width, height), strength };
}

/**
 * Paints all of one recipe in one batch; returns what to store of each, in the same order, and whether the base's own
 * safety checker would have nobody see it.
 */
export async function generateBatch(
  batch: readonly [Ready, ...Ready[]],
  context: WorkerContext,
  previews: string[],
  signal: AbortSignal,
) {
  const startedAt = performance.now();
  const [{ generation, base }] = batch;
  const { scheduler, noise, steps, timestepSpacing } = generation;
  if (!isSchedulerName(scheduler))
    throw new InferenceError(`There is no scheduler called ${scheduler}.`);
  const prompt = conditioningText(generation);
  const painted = batch.flatMap(({ generation: { id, seed }, conditioner, candidates }, index) =>
    candidateSeeds(seed, candidates).map((own, k) => ({
      index,
      seed: own,
      conditioner,
      shown: k === 0 ? id : undefined,
    })),
  );
  const images = await base.generate(
    {
      ...generation,
      prompt,
      scheduler,
      seeds: painted.map(({ seed }) => seed),
      noise: noise === 'CPU' ? 'cpu' : 'philox',
      timestepSpacing: timestepSpacing ? SPACINGS[timestepSpacing] : undefined,
      initImage: await initialOf(generation),
      previewEvery: Math.ceil(steps / PREVIEWS),
    },
    {
      onStep: progressWriter(
        painted.map(({ shown }) => shown),
        context.workerId,
        previews,
      ),
      wantsPreview: byTime(),
      signal,
    },
    painted.map(({ conditioner }) => conditioner),
  );
  const durationMs = Math.round(performance.now() - startedAt);
  const reading = base.read(prompt);
  const run = { device: context.device, runtime: runtimeVersions() };
  return Promise.all(
    batch.map(async (ready, index) => {
      const own = images.filter((_, i) => at(painted, i).index === index);
      const image = await kept(ready, own);
      const png = await encodePng(image, recipeTexts(ready.generation, run));
      const row = {
        ...run,
        imageSha256: await blobs().put(png),
        pixelsSha256: sha256(image.rgb),
        unknownWords: [...reading.unknownWords],
        // Only the text encoder has a length; a language model reads everything.
        truncatedWords: ready.truncatesAsClip ? [...reading.truncatedWords] : [],
        currentStep: steps,
        durationMs,
        scores: { create: await automaticScores(ready.generation, image, context) },
      };
      return { row, withheld: image.withheld };
    }),
  );
}
