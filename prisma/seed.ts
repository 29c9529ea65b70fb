import { z } from 'zod';
import { paintsUnasked } from '@/lib/methods/model-names';
import { registerModels } from '@/lib/models/register';
import { entryOf, fillArena } from '@/lib/arena/enter';
import { prisma } from '@/lib/store/database';
import { Category, type Base, type Prisma } from '@/lib/store/generated/client';
import { readTextFile } from '@/lib/text-file';
import { storePrompt, withPrompt } from '@/lib/studio/prompts';

const FILE = 'prisma/seed-prompts.json';

const seedSchema = z.object({
  licence: z.string(),
  /** The name of the base that paints them. */
  base: z.string(),
  prompts: z.array(z.object({ text: z.string(), category: z.enum(Category) })),
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

/**
 * Makes sure that every seed prompt exists, that each active model of the seeds’ base in `modelsDir` that paints unasked has been asked for it
 * once with seed 0, and that it is in the arena, the first of the file first. Doing it again, or after being killed in the middle, adds only what is missing.
 * Returns one line that says what it did.
 */
export async function seed(modelsDir: string): Promise<string> {
  const seeds = seedSchema.parse(JSON.parse(await readTextFile(FILE)));
  const { licence, prompts } = seeds;
  const here = await registerModels(modelsDir);
  // Of a base that somebody brought, they say themselves what it paints.
  const found = await prisma().base.findUnique({
    where: { name: seeds.base },
    include: { models: { where: { status: 'ACTIVE', id: { in: [...here.keys()] } } } },
  });
  const base = found && {
    ...found,
    models: found.models.filter(({ name }) => paintsUnasked(name)),
  };
  let added = 0;
  for (const { text, category } of prompts) {
    const { id } = await storePrompt({ text, category, licence, seeded: true });
    if (!base) continue;
    added += await withPrompt(id, (tx) => paintOnce(id, base, tx));
    await entryOf({ baseId: base.id, promptId: id, enrichmentId: null }, 'ADMITTED');
    // Here, so that gallery and arena fill together.
    added += await fillArena();
  }
  return `${prompts.length} seed prompts, ${added} pictures newly asked for`;
}
