import { z } from 'zod';
import { isSchedulerName } from '@/lib/diffusion/schedulers';
import { parseInput, promptFields } from './input';
import { LIMITS } from './picture-limits';

const LARGEST_SEED = 2n ** 63n - 1n;

function range(title: string, { min, max }: { min: number; max: number }) {
  const message = `${title} must be a number from ${min} to ${max}.`;
  return z.number({ error: message }).min(min, message).max(max, message);
}

const { steps, guidanceScale, guidanceRescale } = LIMITS;

/** Everything that a picture depends on besides prompt, model and seed. */
const recipeFields = {
  ...promptFields,
  negativePrompt: z
    .string()
    .trim()
    .max(LIMITS.prompt, `The negative prompt must not be longer than ${LIMITS.prompt} characters.`)
    .nullish()
    .transform((text) => text ?? ''),
  steps: range('Steps', steps)
    .int('Steps must be a whole number.')
    .nullish()
    .transform((value) => value ?? steps.default),
  guidanceScale: range('The guidance scale', guidanceScale)
    .nullish()
    .transform((value) => value ?? guidanceScale.default),
  guidanceRescale: range('The guidance rescale', guidanceRescale)
    .nullish()
    .transform((value) => value ?? guidanceRescale.default),
  scheduler: z
    .string()
    .nullish()
    .transform((name) => name ?? 'ddim')
    .refine(isSchedulerName, 'There is no scheduler of that name; ask for `schedulers`.'),
  noise: z
    .enum(['CPU', 'PHILOX'])
    .nullish()
    .transform((noise) => noise ?? 'CPU'),
};

const seed = z
  .string()
  .regex(/^\d{1,19}$/, 'The seed must be a whole number from 0 to 9223372036854775807.')
  .transform(BigInt)
  .refine((value) => value <= LARGEST_SEED, 'The seed must be below 9223372036854775808.');

function randomSeed(): bigint {
  return BigInt(Math.floor(Math.random() * 2 ** 31));
}

const generateSchema = z.object({
  ...recipeFields,
  seed: seed.nullish().transform((value) => value ?? randomSeed()),
});

const compareSchema = z.object({
  ...recipeFields,
  seeds: z
    .array(seed)
    .min(1, 'Name at least one seed, or leave the seeds out for a random one.')
    .max(LIMITS.seeds, `Not more than ${LIMITS.seeds} seeds at once.`)
    .nullish()
    .transform((values) => [...new Set(values ?? [randomSeed()])]),
});

/** Checks what `generate` was given. Throws InvalidInput for the first field that is wrong. */
export function parseGenerateInput(input: unknown): z.output<typeof generateSchema> {
  return parseInput(generateSchema, input);
}

/** Checks what `compare` was given. Throws InvalidInput for the first field that is wrong. */
export function parseCompareInput(input: unknown): z.output<typeof compareSchema> {
  return parseInput(compareSchema, input);
}
