import * as z from 'zod/mini';
import { isSchedulerName, schedulerNamed } from '@/lib/diffusion/schedulers/names';
import { NotFound } from '@/lib/problems';
import type { Prisma } from '@/lib/store/generated/client';
import { writtenText } from '@/lib/written-text';
import { LIMITS } from './picture-limits';

function range(title: string, { min, max }: { readonly min: number; readonly max: number }) {
  const message = `${title} must be a number from ${min} to ${max}.`;
  return z.number({ error: message }).check(z.minimum(min, message), z.maximum(max, message));
}

const whole = (title: string, limits: { readonly min: number; readonly max: number }) =>
  range(title, limits).check(z.int(`${title} must be a whole number.`));

/**
 * Every setting of a picture besides its prompt, model and seed: what may be said of it, and in which words it is
 * refused. What GraphQL takes, the columns, the recipe in a PNG, the exports, the form and the permalink each name them
 * all: the type check, or the test of recipes, says what was forgotten. It is read in browsers, too.
 */
export const SETTINGS = {
  negativePrompt: writtenText('The negative prompt').check(
    z.maxLength(
      LIMITS.prompt,
      `The negative prompt must not be longer than ${LIMITS.prompt} characters.`,
    ),
  ),
  steps: whole('Steps', LIMITS.steps),
  guidanceScale: range('The guidance scale', LIMITS.guidanceScale),
  guidanceRescale: range('The guidance rescale', LIMITS.guidanceRescale),
  guidanceMode: z.enum(['APG', 'CFG_ZERO_STAR']),
  guidanceFrom: range('The beginning of guidance', LIMITS.guidanceShare),
  guidanceTo: range('The end of guidance', LIMITS.guidanceShare),
  scheduler: z.string().check(
    z.overwrite((text) => schedulerNamed(text) ?? text),
    z.refine(isSchedulerName, 'There is no scheduler of that name; ask for `schedulers`.'),
  ),
  noise: z.enum(['CPU', 'PHILOX']),
  width: whole('The width', LIMITS.side),
  height: whole('The height', LIMITS.side),
  timestepSpacing: z.enum(['LEADING', 'LINSPACE', 'TRAILING']),
  initialSha256: z
    .string()
    .check(
      z.regex(/^[0-9a-f]{64}$/, 'The picture to begin from is named by the SHA-256 of its file.'),
    ),
  strength: range('The strength', LIMITS.strength),
} as const;

export type Setting = keyof typeof SETTINGS;

/** Those that a recipe may leave open: plain guidance on all steps, the base's own timesteps, and no picture to begin from. */
export const LEFT_OPEN = {
  guidanceMode: true,
  guidanceFrom: true,
  guidanceTo: true,
  timestepSpacing: true,
  initialSha256: true,
  strength: true,
} as const;

const NAMES = z.keyof(z.object(SETTINGS)).options;

/** The settings of a picture by their names, and nothing else of it. */
export function settingsOf(
  picture: Readonly<Record<Setting, string | number | null>>,
): Record<string, string | number | null> {
  return Object.fromEntries(NAMES.map((name) => [name, picture[name]]));
}

/** Throws NotFound for the recipe of an old picture that nothing here could follow any more. */
export function checkPaintable({ scheduler }: { readonly scheduler: string }): void {
  if (isSchedulerName(scheduler)) return;
  throw new NotFound(
    `There is no scheduler ${scheduler} any more, so this cannot be painted again.`,
  );
}

const largestSeed = 2n ** 63n - 1n;

function seedLike(pattern: RegExp, sentence: string) {
  return z.string().check(
    z.regex(pattern, { error: sentence, abort: true }),
    z.refine((text) => BigInt(text) <= largestSeed, 'The seed must be below 9223372036854775808.'),
  );
}

const SEED_SENTENCE = 'The seed must be a whole number from 0 to 9223372036854775807';

/** A seed as text, since JSON has no numbers of that size. */
export const seedText = seedLike(/^\d{1,19}$/, `${SEED_SENTENCE}.`);

/** A random seed, as other tools write it. */
export const RANDOM_SEED = '-1';

/** A seed as it is asked for: one, or `RANDOM_SEED`. */
export const askedSeed = seedLike(/^(?:-1|\d{1,19})$/, `${SEED_SENTENCE}, or -1 for a random one.`);

const columns = {
  negativePrompt: true,
  steps: true,
  guidanceScale: true,
  guidanceRescale: true,
  guidanceMode: true,
  guidanceFrom: true,
  guidanceTo: true,
  scheduler: true,
  timestepSpacing: true,
  noise: true,
  width: true,
  height: true,
  initialSha256: true,
  strength: true,
} as const satisfies Record<Setting, true>;

/** Selects all that a Generation's picture depends on besides its model and seed: what a copy of it copies. */
export const RECIPE = {
  promptId: true,
  enrichmentId: true,
  ...columns,
} satisfies Prisma.GenerationSelect;
