import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { enterArena } from '@/lib/arena/enter';
import { prisma } from '@/lib/store/database';
import { Category, type Base, type Prisma } from '@/lib/store/generated/client';
import { storePrompt, withPrompt } from '@/lib/studio/prompts';

const FILE = 'prisma/seed-prompts.json';

const seedSchema = z.object({
  licence: z.string(),
  prompts: z.array(
    z.object({ text: z.string(), category: z.enum(Category), arena: z.boolean().default(false) }),
  ),
});

type Tx = Prisma.TransactionClient;
type Painter = Base & { readonly models: readonly { readonly id: string }[] };

/** What the seed's pictures of a prompt share. */
function recipe(promptId: string, { steps, guidanceScale, scheduler, resolution }: Base) {
  return {
    promptId,
    steps,
    guidanceScale,
    scheduler,
    width: resolution,
    height: resolution,
    // Visitors go first.
    priority: 0,
  };
}

/** Asks each model once for a picture of a prompt from seed 0. Returns how many it asked. */
async function paintOnce(promptId: string, { models, ...base }: Painter, tx: Tx) {
  const painted = await tx.generation.findMany({
    where: { promptId, seed: 0n, reproducesId: null },
    select: { modelId: true },
  });
  const known = new Set(painted.map(({ modelId }) => modelId));
  const missing = models.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return 0;
  const shared = { ...recipe(promptId, base), seed: 0n };
  const create = missing.map(({ id: modelId }) => ({ ...shared, modelId }));
  await tx.comparison.create({ data: { promptId, generations: { create } } });
  return missing.length;
}

/** Asks once for pictures of a prompt that are voted on; again when there is a new model. */
async function enterOnce(promptId: string, { models, ...base }: Painter, tx: Tx) {
  const known = await tx.generation.findMany({
    where: { promptId, comparison: { arena: true }, reproducesId: null },
    select: { modelId: true },
  });
  const painted = new Set(known.map(({ modelId }) => modelId));
  // A new model needs rivals from the same noise.
  if (models.length < 2 || models.every(({ id }) => painted.has(id))) return 0;
  return (await enterArena(recipe(promptId, base), models, tx)).length;
}

/**
 * Makes sure that every seed prompt exists, that each active model in `modelsDir` has been asked for it once with
 * seed 0, and that pictures of those for the arena wait for votes. Doing it again, or after being killed in the middle, adds only what is missing.
 * Returns one line that says what it did.
 */
export async function seed(modelsDir: string): Promise<string> {
  const { licence, prompts } = seedSchema.parse(JSON.parse(await readFile(FILE, 'utf8')));
  const here = await registerModels(modelsDir);
  // Only the first one: of a base that somebody brought, they say themselves what it paints.
  const base = await prisma().base.findFirst({
    include: { models: { where: { status: 'ACTIVE', id: { in: [...here.keys()] } } } },
    orderBy: { id: 'asc' },
  });
  let added = 0;
  for (const { text, category, arena } of prompts) {
    const { id } = await storePrompt({ text, category, licence, seeded: true });
    if (!base) continue;
    added += await withPrompt(id, async (tx) => {
      const listed = await paintOnce(id, base, tx);
      return arena ? listed + (await enterOnce(id, base, tx)) : listed;
    });
  }
  return `${prompts.length} seed prompts, ${added} pictures newly asked for`;
}
