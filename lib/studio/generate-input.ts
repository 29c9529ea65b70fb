import { z } from 'zod';
import { stepsLeftOut } from '@/lib/diffusion/pipeline';
import { suits } from '@/lib/diffusion/schedulers/names';
import { InvalidInput } from '@/lib/problems';
import type { Prisma } from '@/lib/store/generated/client';
import { parseInput, promptFields } from './input';
import type { Asker } from './ownership';
import { LIMITS, mostSide, TIMES_MADE_FOR } from './picture-limits';
import { askedSeed, RANDOM_SEED, SETTINGS, type Setting } from './recipe';

/** The settings as they are asked for. What is left out is the base's to say (see `recipeOn`), or has this default. */
export const RECIPE_FIELDS = {
  negativePrompt: z.nullish(SETTINGS.negativePrompt).transform((text) => text ?? ''),
  steps: z.nullish(SETTINGS.steps),
  guidanceScale: z.nullish(SETTINGS.guidanceScale),
  guidanceRescale: z
    .nullish(SETTINGS.guidanceRescale)
    .transform((value) => value ?? LIMITS.guidanceRescale.default),
  guidanceMode: z.nullish(SETTINGS.guidanceMode).transform((mode) => mode ?? null),
  guidanceFrom: z.nullish(SETTINGS.guidanceFrom).transform((share) => share ?? null),
  guidanceTo: z.nullish(SETTINGS.guidanceTo).transform((share) => share ?? null),
  scheduler: z.nullish(SETTINGS.scheduler),
  noise: z.nullish(SETTINGS.noise).transform((noise) => noise ?? 'CPU'),
  width: z.nullish(SETTINGS.width),
  height: z.nullish(SETTINGS.height),
  timestepSpacing: z.nullish(SETTINGS.timestepSpacing).transform((spacing) => spacing ?? null),
  initialSha256: z.nullish(SETTINGS.initialSha256),
  strength: z.nullish(SETTINGS.strength),
} satisfies Record<Setting, z.ZodType>;

function randomSeed(): bigint {
  return BigInt(Math.floor(Math.random() * 2 ** 31));
}

const seed = z.pipe(
  askedSeed,
  z.transform((text: string) => (text === RANDOM_SEED ? randomSeed() : BigInt(text))),
);

const generateSchema = z.object({
  ...promptFields,
  ...RECIPE_FIELDS,
  seed: seed.nullish().transform((value) => value ?? randomSeed()),
});

const compareSchema = z.object({
  ...promptFields,
  ...RECIPE_FIELDS,
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
  readonly guidanceFrom?: number | null | undefined;
  readonly guidanceTo?: number | null | undefined;
  readonly scheduler?: string | null | undefined;
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
  readonly initialSha256?: string | null | undefined;
  readonly strength?: number | null | undefined;
}

/** What is said of painting over a picture. Throws InvalidInput for none to paint over, or when no step would be left. */
function initialOf({ initialSha256 = null, strength = null }: Unfinished, steps: number) {
  if (initialSha256 === null) {
    if (strength === null) return { initialSha256, strength };
    throw new InvalidInput(
      'strength',
      'A strength says how much of a picture is painted anew, and there is none; give initialSha256 too, or leave strength out.',
    );
  }
  const share = strength ?? LIMITS.strength.default;
  if (stepsLeftOut(steps, share) < steps) return { initialSha256, strength: share };
  throw new InvalidInput(
    'strength',
    `A strength of ${share} leaves none of ${steps} steps; take more of either.`,
  );
}

/** Throws InvalidInput when guidance would end before it begins. */
function checkInterval({ guidanceFrom, guidanceTo }: Unfinished): void {
  if ((guidanceFrom ?? 0) < (guidanceTo ?? 1)) return;
  throw new InvalidInput(
    'guidanceTo',
    'Guidance must end after it begins; for none at all, set the guidance scale to 1.',
  );
}

/** What of a base a recipe depends on; all that is stored with it may be megabytes. */
export const BASE_OF_RECIPE = {
  id: true,
  name: true,
  title: true,
  resolution: true,
  sizeStep: true,
  steps: true,
  guidanceScale: true,
  scheduler: true,
  maxSigma: true,
} as const satisfies Prisma.BaseSelect;

export type BaseOfRecipe = Prisma.BaseGetPayload<{ select: typeof BASE_OF_RECIPE }>;

/** Throws InvalidInput for a picture that is larger than visitors may ask of that base. */
export function checkSize(
  base: BaseOfRecipe,
  picture: { readonly width: number; readonly height: number },
  { network }: Asker,
  field?: string,
): void {
  // Curators, and Sarovar itself, know what they ask for.
  if (network === undefined) return;
  for (const name of ['width', 'height'] as const) {
    if (picture[name] <= mostSide(base)) continue;
    throw new InvalidInput(
      field ?? name,
      `With ${base.title} width and height must be at most ${mostSide(base)} pixels: not more than ` +
        `${TIMES_MADE_FOR} times the ${base.resolution} that it was made for.`,
    );
  }
}

/**
 * `recipe` with what `base` says where it says nothing. Throws InvalidInput for sizes that the base cannot paint, or that
 * `asker` may not ask of it.
 */
export function recipeOn<R extends Unfinished>(base: BaseOfRecipe, recipe: R, asker: Asker) {
  const { resolution, sizeStep } = base;
  const size = { width: recipe.width ?? resolution, height: recipe.height ?? resolution };
  for (const name of ['width', 'height'] as const) {
    if (size[name] % sizeStep === 0) continue;
    throw new InvalidInput(
      name,
      `With ${base.title} width and height must be multiples of ${sizeStep}.`,
    );
  }
  checkSize(base, size, asker);
  checkInterval(recipe);
  const steps = recipe.steps ?? base.steps;
  const scheduler = recipe.scheduler ?? base.scheduler;
  if (!suits(scheduler, base.maxSigma)) {
    throw new InvalidInput(
      'scheduler',
      `The noise of ${base.title} begins too high for ${scheduler}, which would paint blots; take one of the base’s \`schedulers\`, such as ${base.scheduler}.`,
    );
  }
  return {
    ...recipe,
    ...initialOf(recipe, steps),
    ...size,
    steps,
    guidanceScale: recipe.guidanceScale ?? base.guidanceScale,
    scheduler,
  };
}
