import { randomInt } from 'node:crypto';
import { byMethod } from '@/lib/methods';
import { offered } from '@/lib/models/at-hand';
import { NotFound } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { wakeWorkers } from '@/lib/store/wake';
import { withPrompt } from '@/lib/studio/prompts';
import { refuseWhenFull } from '@/lib/studio/queue-limit';
import { checkPaintable, RECIPE } from '@/lib/studio/recipe';

/** What all pictures of an entry share. */
type ArenaRecipe = Pick<Prisma.GenerationUncheckedCreateInput, keyof typeof RECIPE | 'priority'>;

/**
 * Asks for pictures that are voted on, of one prompt by several models. They are unlisted, and their seed
 * is one that nobody can guess, paint himself and so recognise. Returns the Generations' ids.
 */
export async function enterArena(
  recipe: ArenaRecipe,
  models: readonly { readonly id: string }[],
  db: Prisma.TransactionClient,
): Promise<string[]> {
  const seed = BigInt(randomInt(1, 2 ** 48 - 1));
  const { promptId, enrichmentId = null } = recipe;
  const { generations } = await db.comparison.create({
    data: {
      promptId,
      enrichmentId,
      arena: true,
      generations: {
        create: models.map(({ id: modelId }) => ({ ...recipe, modelId, seed, unlisted: true })),
      },
    },
    include: { generations: { select: { id: true } } },
  });
  return generations.map(({ id }) => id);
}

/**
 * Has all models that a worker has paint a comparison's prompt and recipe once more, from a seed that nobody knows, for
 * blind votes; pressed twice, or by two people, once is enough. Returns how many pictures are asked for. Throws NotFound
 * or QueueFull.
 */
export async function sendToVoting(comparisonId: string): Promise<number> {
  const comparison = await prisma().comparison.findUnique({
    where: { id: comparisonId },
    select: {
      generations: { select: { ...RECIPE, model: { select: { baseId: true } } }, take: 1 },
    },
  });
  const [example] = comparison?.generations ?? [];
  if (!example) throw new NotFound('There is no comparison of that id.');
  const { model, ...recipe } = example;
  checkPaintable(recipe);
  const { promptId, enrichmentId } = recipe;
  const where = { ...(await offered()), baseId: model.baseId };
  const models = (await prisma().model.findMany({ where })).sort(byMethod);
  if (models.length === 0) throw new NotFound('No worker has a model of this base just now.');
  await refuseWhenFull(models.map(({ id }) => id));
  const asked = { promptId, enrichmentId, unlisted: true, reproducesId: null };
  const open = { status: { in: ['QUEUED' as const, 'RUNNING' as const] } };
  const count = await withPrompt(promptId, async (tx) => {
    const waiting = await tx.generation.count({ where: { ...asked, ...open } });
    return waiting > 0 ? waiting : (await enterArena(recipe, models, tx)).length;
  });
  await wakeWorkers();
  return count;
}
