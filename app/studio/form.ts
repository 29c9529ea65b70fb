import { flushSync } from 'react-dom';
import type { Initial } from './initial-picture';
import type { ModelOption } from './model-choice';
import type { Recipe } from './recipe-file';

const NUMBERS = new Set([
  'steps',
  'guidanceScale',
  'guidanceRescale',
  'width',
  'height',
  'strength',
]);

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
  models: readonly ModelOption[],
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

/** The form's fields as GraphQL input; empty settings are left to their defaults. */
export function inputFrom(form: FormData): Record<string, string | number> {
  const entries = [...form.entries()].flatMap(([name, value]) => {
    if (name === 'modelIds') return [];
    if (typeof value !== 'string' || (value === '' && name !== 'prompt')) return [];
    return [[name, NUMBERS.has(name) ? Number(value) : value] as const];
  });
  return Object.fromEntries(entries);
}

/** So many seeds: `first` and those that follow it, or random ones. Undefined: the server shall choose. */
export function seedsFrom(first: string, count: number): string[] | undefined {
  if (first === '' && count === 1) return undefined;
  const start = first === '' ? BigInt(Math.floor(Math.random() * 2 ** 31)) : BigInt(first);
  return Array.from({ length: count }, (_, i) => String(start + BigInt(i)));
}
