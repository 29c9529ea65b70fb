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

/**
 * Makes sure that every seed prompt exists and that each active model has been asked for it once,
 * with seed 0. Doing it again, or after being killed in the middle, adds only what is missing.
 * Returns one line that says what it did.
 */
export async function seed(modelsDir: string): Promise<string> {
  const { licence, prompts } = seedSchema.parse(JSON.parse(await readFile(FILE, 'utf8')));
  await registerModels(modelsDir);
  const models = await prisma().model.findMany({
    where: { status: 'ACTIVE' },
    include: { base: true },
  });
  let added = 0;
  for (const { text, category } of prompts) {
    const normalizedText = normalizePrompt(text);
    const prompt = await prisma().prompt.upsert({
      where: { normalizedText },
      create: { text, normalizedText, category, licence, seeded: true },
      update: {},
    });
    for (const model of models) {
      const asked = { promptId: prompt.id, modelId: model.id, seed: 0n, reproducesId: null };
      if ((await prisma().generation.count({ where: asked })) > 0) continue;
      const { resolution } = model.base;
      await prisma().generation.create({
        data: {
          ...asked,
          steps: 25,
          guidanceScale: 4,
          scheduler: 'ddim',
          width: resolution,
          height: resolution,
          // Visitors go first.
          priority: 0,
        },
      });
      added += 1;
    }
  }
  return `${prompts.length} seed prompts, ${added} pictures newly asked for`;
}
