import { z } from 'zod';
import { stepsLeftOut } from '@/lib/diffusion/pipeline';
import { isSchedulerName } from '@/lib/diffusion/schedulers';
import { InvalidInput } from '@/lib/problems';
import { TimestepSpacing, type Base } from '@/lib/store/generated/client';
import { parseInput, promptFields } from './input';
import { LIMITS } from './picture-limits';

const LARGEST_SEED = 2n ** 63n - 1n;

function range(title: string, { min, max }: { min: number; max: number }) {
  const message = `${title} must be a number from ${min} to ${max}.`;
  return z.number({ error: message }).min(min, message).max(max, message);
}

const { steps, guidanceScale, guidanceRescale, side, strength } = LIMITS;

function pixels(title: string) {
  return range(title, side).int(`${title} must be a whole number.`).nullish();
}

/**
 * Everything that a picture depends on besides prompt, model and seed. What is left out is the base's to
 * say: see `recipeOn`.
 */
const recipeFields = {
  ...promptFields,
  negativePrompt: z
    .string()
    .trim()
    .max(LIMITS.prompt, `The negative prompt must not be longer than ${LIMITS.prompt} characters.`)
    .nullish()
    .transform((text) => text ?? ''),
  steps: range('Steps', steps).int('Steps must be a whole number.').nullish(),
  guidanceScale: range('The guidance scale', guidanceScale).nullish(),
  width: pixels('The width'),
  height: pixels('The height'),
  guidanceRescale: range('The guidance rescale', guidanceRescale)
    .nullish()
    .transform((value) => value ?? guidanceRescale.default),
  scheduler: z
    .string()
    .refine(isSchedulerName, 'There is no scheduler of that name; ask for `schedulers`.')
    .nullish(),
  timestepSpacing: z
    .enum(TimestepSpacing)
    .nullish()
    .transform((spacing) => spacing ?? null),
  initialSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'The picture to begin from is named by the SHA-256 of its file.')
    .nullish(),
  strength: range('The strength', strength).nullish(),
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

interface Unfinished {
  readonly steps?: number | null | undefined;
  readonly guidanceScale?: number | null | undefined;
  readonly scheduler?: string | null | undefined;
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
  readonly initialSha256?: string | null | undefined;
  readonly strength?: number | null | undefined;
}

/** What is said of painting over a picture. Throws InvalidInput when no step would be left. */
function initialOf({ initialSha256 = null, strength }: Unfinished, steps: number) {
  if (initialSha256 === null) return { initialSha256, strength: null };
  const share = strength ?? LIMITS.strength.default;
  if (stepsLeftOut(steps, share) < steps) return { initialSha256, strength: share };
  throw new InvalidInput(
    'strength',
    `A strength of ${share} leaves none of ${steps} steps; take more of either.`,
  );
}

/** `recipe` with what `base` says where it says nothing. Throws InvalidInput for sizes that the base cannot paint. */
export function recipeOn<R extends Unfinished>(base: Base, recipe: R) {
  for (const name of ['width', 'height'] as const) {
    if ((recipe[name] ?? base.resolution) % base.sizeStep === 0) continue;
    throw new InvalidInput(
      name,
      `With ${base.title} width and height must be multiples of ${base.sizeStep}.`,
    );
  }
  const steps = recipe.steps ?? base.steps;
  return {
    ...recipe,
    ...initialOf(recipe, steps),
    steps,
    guidanceScale: recipe.guidanceScale ?? base.guidanceScale,
    scheduler: recipe.scheduler ?? base.scheduler,
    width: recipe.width ?? base.resolution,
    height: recipe.height ?? base.resolution,
  };
}
