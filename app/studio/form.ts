import { flushSync } from 'react-dom';
import { z } from 'zod';
import { SETTINGS, type Setting } from '@/lib/studio/recipe';
import type { ModelOptionFragment } from './studio.documents';
import type { Initial } from './initial-picture';
import type { Recipe } from './recipe-file';

/** What a recipe changes beside the form's fields. */
interface Choices {
  readonly base: (name: string) => void;
  readonly initial: (picture: Initial | undefined) => void;
}

/**
 * Puts a recipe into the form's fields, chooses its base, and ticks its model alone. Throws an Error when the
 * model that it names is not here with the same weights.
 */
export function fill(
  form: HTMLFormElement,
  recipe: Recipe,
  models: readonly ModelOptionFragment[],
  choose: Choices,
): void {
  const { base, model, weightsSha256, initialSha256, timestepSpacing = '', ...fields } = recipe;
  const known = models.find((own) => own.base.name === base && own.name === model);
  if (!known)
    throw new Error(`${base} ${model}, which painted this picture, is not here (any more).`);
  if (known.weightsSha256 !== weightsSha256) {
    throw new Error(`${model} has other weights now than when it painted this picture.`);
  }
  // The fields of another base, and those of a first picture, must be there before they are filled.
  flushSync(() => {
    choose.base(base);
    choose.initial(
      initialSha256 === undefined
        ? undefined
        : { sha256: initialSha256, url: `/i/${initialSha256}.png` },
    );
  });
  for (const [name, value] of Object.entries({ ...fields, timestepSpacing, seeds: 1 })) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      field.value = String(value);
    }
  }
  for (const box of form.querySelectorAll<HTMLInputElement>('input[name=modelIds]')) {
    box.checked = box.value === known.id;
  }
}

/** A field of text, of a number or of a choice; an empty one is left to its default. */
const given = <T extends z.ZodType>(field: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), field.optional());
const number = given(z.coerce.number());

/** What the server checks is only turned into its type here. */
const settings = {
  negativePrompt: given(z.string()),
  steps: number,
  guidanceScale: number,
  guidanceRescale: number,
  scheduler: given(z.string()),
  timestepSpacing: given(SETTINGS.timestepSpacing),
  width: number,
  height: number,
  noise: given(SETTINGS.noise),
  initialSha256: given(z.string()),
  strength: number,
} satisfies Record<Setting, z.ZodType>;

const formSchema = z.object({
  prompt: z.string(),
  seed: z.string(),
  seeds: z.coerce.number(),
  modelIds: z.array(z.string()),
  ...settings,
});

/** What the form says, as GraphQL has it, but for the seeds: the first of them, and how many. */
export function inputFrom(form: FormData) {
  return formSchema.parse({ ...Object.fromEntries(form), modelIds: form.getAll('modelIds') });
}

/** So many seeds: `first` and those that follow it, or random ones. Undefined: the server shall choose. */
export function seedsFrom(first: string, count: number): string[] | undefined {
  if (first === '' && count === 1) return undefined;
  const start = first === '' ? BigInt(Math.floor(Math.random() * 2 ** 31)) : BigInt(first);
  return Array.from({ length: count }, (_, i) => String(start + BigInt(i)));
}
