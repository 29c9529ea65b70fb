import { z } from 'zod';
import {
  GuidanceMode,
  NoiseSource,
  PaintedForm,
  TimestepSpacing,
} from '@/lib/store/generated/client';
import { sha256 } from '@/lib/store/blobs';

/** A recipe as one base follows it: nothing is left for the base to say. */
const settingsSchema = z.object({
  negativePrompt: z.string(),
  steps: z.number(),
  guidanceScale: z.number(),
  guidanceRescale: z.number(),
  guidanceMode: z.enum(GuidanceMode).nullable(),
  guidanceFrom: z.number().nullable(),
  guidanceTo: z.number().nullable(),
  scheduler: z.string(),
  noise: z.enum(NoiseSource),
  width: z.number(),
  height: z.number(),
  timestepSpacing: z.enum(TimestepSpacing).nullable(),
});

/** All that the pictures of a study depend on besides the files of its models, whose hashes it has. */
export const frozenSchema = z.object({
  set: z.string(),
  /** Of the ids of its prompts, in their order. */
  promptsSha256: z.string(),
  models: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      weightsSha256: z.string(),
      baseId: z.string(),
      base: z.string(),
    }),
  ),
  /** As text: JSON has no numbers of that size. */
  seeds: z.array(z.string()),
  recipes: z.array(z.object({ name: z.string(), on: z.record(z.string(), settingsSchema) })),
  forms: z.array(z.enum(PaintedForm)),
  /** By which longer versions are written; null where none is painted. */
  template: z.object({ name: z.string(), version: z.number() }).nullable(),
});

export type Frozen = z.output<typeof frozenSchema>;

/** The hash of a plan: of two that are equal, the same. */
export function hashOf(plan: Frozen): string {
  return sha256(new TextEncoder().encode(JSON.stringify(frozenSchema.parse(plan))));
}

/** The bases of a plan, each with how many pictures of a prompt, form and recipe are painted on it. */
export function cellSizes({ models, seeds }: Frozen) {
  const bases = [...new Set(models.map(({ baseId }) => baseId))];
  return bases.map((baseId) => ({
    baseId,
    pictures: models.filter((model) => model.baseId === baseId).length * seeds.length,
  }));
}
