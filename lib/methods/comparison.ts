import { z } from 'zod';
import { waysSchema } from './ways/measured';

const interval = { value: z.number(), low: z.number(), high: z.number() };

/** One of SUR's variants under one η, on the short prompts. */
const ablationRow = z.object({
  /** Its losses, W0 and the axis of its attention. */
  variant: z.string(),
  /** Whether it was trained with this η. */
  trained: z.boolean(),
  eta: z.number(),
  /** How far CLIP's states move, as a share of their length. */
  movement: z.number(),
  prompts: z.int(),
  ...interval,
  difference: z.object(interval),
});

/**
 * A base's comparison.json, as `python -m sarovar_training adapters` writes it: the share of pictures
 * with every fact right, per method, form of the prompt and category (ALL for all of them), and the
 * paired difference from the reference method; 95 % intervals by resampling scenes.
 */
export const comparisonSchema = z.object({
  command: z.string(),
  /** Of the UNet that painted the pictures: with another one the numbers are void. */
  unetSha256: z.string(),
  prompts: z.int(),
  seeds: z.int(),
  steps: z.int(),
  guidanceScale: z.number(),
  reference: z.string(),
  rows: z.array(
    z.object({
      method: z.string(),
      form: z.enum(['SIMPLE', 'ENRICHED', 'PARAPHRASED', 'ALL']),
      category: z.enum(['COUNTING', 'COLOR', 'ACTION', 'SPATIAL', 'ALL']),
      prompts: z.int(),
      ...interval,
      difference: z.object(interval),
    }),
  ),
  /** Empty until the second half of the command has run, which takes as long as the first. */
  surAblation: z.array(ablationRow).default([]),
  /** Of the file ways.json beside it; null where that is not there. */
  ways: waysSchema.nullable().default(null),
});

/** How the conditioning methods on one base compare on held-out prompts. */
export type MethodComparison = z.infer<typeof comparisonSchema>;
