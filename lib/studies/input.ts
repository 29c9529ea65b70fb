import { z } from 'zod';
import { InvalidInput } from '@/lib/problems';
import { PaintedForm } from '@/lib/store/generated/client';
import { RECIPE_FIELDS } from '@/lib/studio/generate-input';
import { seedText } from '@/lib/studio/recipe';
import { writtenText } from '@/lib/written-text';

/** How much a study may name; how many pictures that may come to `MOST` in plan.ts says. */
export const STUDY_LIMITS = { title: 200, models: 32, seeds: 16, recipes: 16, name: 40 } as const;

/** A picture to begin from is of one prompt, and a study has many. */
const settings = z.object(RECIPE_FIELDS).omit({ initialSha256: true, strength: true }).shape;

/** Wants another sentence than zod's for a field that nobody knows. */
function strictly<S extends z.core.$ZodLooseShape>(what: string, shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `There is no “${issue.keys.join('”, “')}” in ${what}; there are ${Object.keys(shape).join(', ')}.`
        : `${what[0]?.toUpperCase() ?? ''}${what.slice(1)} is a list of names with their values.`,
  });
}

function listOf<T extends z.ZodType>(what: string, one: T, most: number) {
  return z
    .array(one, { error: `Write the ${what} as a list.` })
    .min(1, `Name at least one of the ${what}.`)
    .max(most, `Name at most ${most} of the ${what}.`);
}

const name = (what: string) =>
  z
    .string({ error: `Say which ${what} by its name or key.` })
    .trim()
    .min(1, `Say which ${what} by its name or key.`)
    .max(STUDY_LIMITS.title, `No ${what} has so long a name.`);

const recipeSchema = strictly('a recipe', {
  name: z
    .string({ error: 'The name of a recipe is text.' })
    .regex(
      new RegExp(`^[\\w.+-]{1,${STUDY_LIMITS.name}}$`),
      `The name of a recipe has 1 to ${STUDY_LIMITS.name} letters, digits, or signs of _ . + -.`,
    )
    .nullish(),
  ...settings,
});

const seed = z.pipe(
  z.preprocess((value, context) => {
    if (typeof value !== 'number') return value;
    if (Number.isSafeInteger(value)) return String(value);
    // Its last digits are lost already.
    context.addIssue('Write a seed that is so large in quotation marks.');
    return z.NEVER;
  }, seedText),
  z.transform((text: string) => String(BigInt(text))),
);

/** The forms of a prompt as people call them. */
const FORMS: Readonly<Record<string, PaintedForm>> = {
  short: PaintedForm.SIMPLE,
  longer: PaintedForm.ENRICHED,
};

const form = z.preprocess(
  (value) => (typeof value === 'string' && Object.hasOwn(FORMS, value) ? FORMS[value] : value),
  z.enum(PaintedForm, { error: 'A form is short or longer.' }),
);

const studySchema = strictly('a study', {
  title: z.nullish(
    writtenText('The title').check(
      z.minLength(1, 'Say what the study is called, or leave its title out.'),
      z.maxLength(
        STUDY_LIMITS.title,
        `The title must not be longer than ${STUDY_LIMITS.title} characters.`,
      ),
    ),
  ),
  set: name('set of prompts'),
  models: listOf('models', name('model'), STUDY_LIMITS.models),
  seeds: listOf('seeds', seed, STUDY_LIMITS.seeds).nullish(),
  recipes: listOf('recipes', recipeSchema, STUDY_LIMITS.recipes).nullish(),
  forms: listOf('forms', form, 2).nullish(),
});

function once(what: string, list: readonly string[]): void {
  for (const [index, own] of list.entries()) {
    if (list.indexOf(own) === index) continue;
    throw new InvalidInput(`${what}.${index}`, `${own} stands twice in the ${what}.`);
  }
}

/**
 * What a study is to be, checked as far as that can be without looking at what there is. Throws InvalidInput for the first
 * field that is wrong; its `field` is the path to it, such as `recipes.1.steps`.
 */
export function checkedStudy(input: unknown) {
  const parsed = studySchema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const field = [...(issue?.path ?? []), ...unknown].join('.');
    throw new InvalidInput(field, issue?.message ?? 'This is not a study.');
  }
  const { recipes, seeds, forms, ...asked } = parsed.data;
  const named = (recipes ?? [recipeSchema.parse({})]).map(({ name: own, ...recipe }, index) => ({
    name: own ?? String(index + 1),
    recipe,
  }));
  once('seeds', seeds ?? []);
  once('forms', forms ?? []);
  once(
    'recipes',
    named.map((recipe) => recipe.name),
  );
  return { ...asked, recipes: named, seeds: seeds ?? ['0'], forms: forms ?? [PaintedForm.SIMPLE] };
}
