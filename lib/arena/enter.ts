import { randomInt } from 'node:crypto';
import type { Prisma } from '@/lib/store/generated/client';
import type { RECIPE } from '@/lib/studio/recipe';

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
