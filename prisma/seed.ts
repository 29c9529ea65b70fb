import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { registerModels } from '@/lib/inference/register';
import { prisma } from '@/lib/store/database';
import { Category } from '@/lib/store/generated/client';
import { normalizePrompt } from '@/lib/store/prompts';

const FILE = 'prisma/seed-prompts.json';

const seedSchema = z.object({
  licence: z.string(),
  prompts: z.array(z.object({ text: z.string(), category: z.enum(Category) })),
});

/** The seed's picture of a prompt by a model. */
function picture(promptId: string, modelId: string, side: number) {
  return {
    ...{ promptId, modelId, seed: 0n, steps: 25, guidanceScale: 4, scheduler: 'ddim' },
    ...{ width: side, height: side },
    // Visitors go first.
    priority: 0,
  };
}

/**
 * Makes sure that every seed prompt exists and that each active model has been asked for it once,
 * with seed 0. Doing it again, or after being killed in the middle, adds only what is missing.
 * Returns one line that says what it did.
 */
export async function seed(modelsDir: string): Promise<string> {
  const { licence, prompts } = seedSchema.parse(JSON.parse(await readFile(FILE, 'utf8')));
  await registerModels(modelsDir);
  const bases = await prisma().base.findMany({
    include: { models: { where: { status: 'ACTIVE' } } },
    orderBy: { id: 'asc' },
  });
  let added = 0;
  for (const { text, category } of prompts) {
    const normalizedText = normalizePrompt(text);
    const prompt = await prisma().prompt.upsert({
      where: { normalizedText },
      create: { text, normalizedText, category, licence, seeded: true },
      update: {},
    });
    for (const { models, resolution } of bases) {
      const painted = await prisma().generation.findMany({
        where: { promptId: prompt.id, seed: 0n, reproducesId: null },
        select: { modelId: true },
      });
      const known = new Set(painted.map(({ modelId }) => modelId));
      const missing = models.filter(({ id }) => !known.has(id));
      if (missing.length === 0) continue;
      const pictures = missing.map(({ id }) => picture(prompt.id, id, resolution));
      await prisma().comparison.create({
        data: { promptId: prompt.id, generations: { create: pictures } },
      });
      added += missing.length;
    }
  }
  return `${prompts.length} seed prompts, ${added} pictures newly asked for`;
}
