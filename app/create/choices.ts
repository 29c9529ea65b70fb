import * as z from 'zod/mini';
import { CATEGORIES } from '@/app/components/categories';
import { areInPairs } from '@/app/components/main-pictures';
import { inferredCategory } from '@/lib/evaluation/categories';
import { LIMITS } from '@/lib/studio/picture-limits';
import { askedSeed, RANDOM_SEED, SETTINGS, settingsOf, type Setting } from '@/lib/studio/recipe';
import type { BaseOptionFragment, PictureFragment } from './create.documents';
import type { Recipe } from './recipe-file';

export type CategoryName = (typeof CATEGORIES)[number]['name'];

/** A model that can be asked for. */
export interface OfferedModel {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly weightsSha256: string;
  /** The name of its base. */
  readonly base: string;
  /** Whether it stands for its method: the others are variants. */
  readonly isDefault: boolean;
}

/** What there is to choose from. */
export interface Offer {
  readonly models: readonly OfferedModel[];
  readonly bases: readonly BaseOptionFragment[];
}

/** What stands in the form. */
export interface Choices {
  readonly prompt: string;
  /** Names; all models of a comparison are of one base, since they share its noise. */
  readonly base: string;
  readonly models: readonly string[];
  /** '': what the words of the prompt suggest. */
  readonly category: CategoryName | '';
  /** '': random. */
  readonly seed: string;
  readonly seeds: number;
  readonly longer: boolean;
  /** As they stand in their fields; those that are missing are the base's to say. */
  readonly settings: Readonly<Partial<Record<Setting, string>>>;
}

/** The form as one finds it, on the base of that name. */
export function emptyChoices({ models, bases }: Offer, name = bases[0]?.name ?? ''): Choices {
  const standing = models.filter(({ base, isDefault }) => base === name && isDefault);
  return {
    prompt: '',
    base: name,
    models: standing.map((model) => model.name),
    category: '',
    seed: '',
    seeds: 1,
    longer: false,
    settings: {},
  };
}

/** What is painted where nobody says anything else. */
function defaultsOf(base: BaseOptionFragment | undefined): Partial<Record<Setting, string>> {
  const side = String(base?.resolution ?? '');
  return {
    steps: String(base?.steps ?? ''),
    guidanceScale: String(base?.guidanceScale ?? ''),
    scheduler: base?.scheduler ?? '',
    width: side,
    height: side,
    noise: 'CPU',
    negativePrompt: '',
    guidanceRescale: String(LIMITS.guidanceRescale.default),
  };
}

type SettingsOf = Readonly<Partial<Record<Setting, string | number | null | undefined>>>;

const NAMES = z.keyof(z.object(SETTINGS)).options;

/** The settings that say something else than the base would. */
export function ownSettings(of: SettingsOf, base: BaseOptionFragment | undefined) {
  const usual = defaultsOf(base);
  const own = NAMES.flatMap((name) => {
    const { [name]: value } = of;
    const text = String(value ?? '');
    return text === '' || text === usual[name] ? [] : [[name, text] as const];
  });
  return Object.fromEntries(own);
}

interface Asked {
  readonly text: string;
  readonly category: CategoryName;
}

/** The form as these pictures were asked for, without models that are not here any more; undefined when their base is not. */
export function choicesOf(
  asked: Asked,
  pictures: readonly PictureFragment[],
  offer: Offer,
): Choices | undefined {
  const [first] = pictures;
  const name = first?.model.base.name;
  const base = offer.bases.find((own) => own.name === name);
  if (!first || !base) return undefined;
  const names = new Set(pictures.map(({ model }) => model.name));
  const seeds = [...new Set(pictures.map(({ seed }) => seed))];
  const here = offer.models.filter((model) => model.base === name && names.has(model.name));
  const empty = emptyChoices(offer, base.name);
  return {
    ...empty,
    prompt: asked.text,
    category: inferredCategory(asked.text) === asked.category ? '' : asked.category,
    models: here.length > 0 ? here.map((model) => model.name) : empty.models,
    seed: first.seed,
    // The arena's pairs are each from another noise; here all methods paint from one.
    seeds: areInPairs(pictures) ? 1 : Math.min(seeds.length, LIMITS.seeds),
    settings: ownSettings(settingsOf(first), base),
  };
}

/**
 * The form as a recipe says, with its model alone. Throws an Error when the model that it names is not here with the
 * same weights.
 */
export function choicesOfRecipe(recipe: Recipe, offer: Offer): Choices {
  const { base, model, weightsSha256, prompt, seed, ...settings } = recipe;
  const known = offer.models.find((own) => own.base === base && own.name === model);
  if (!known)
    throw new Error(`${base} ${model}, which painted this picture, is not here (any more).`);
  if (known.weightsSha256 !== weightsSha256) {
    throw new Error(`${model} has other weights now than when it painted this picture.`);
  }
  const own = ownSettings(
    settings,
    offer.bases.find(({ name }) => name === base),
  );
  return { ...emptyChoices(offer, base), prompt, seed, models: [model], settings: own };
}

/** A field of text, of a number or of a choice; an empty one is left to its default. */
const given = <T extends z.ZodMiniType>(field: T) =>
  z.pipe(
    z.transform((value) => (value === '' ? undefined : value)),
    z.optional(field),
  );
const number = given(z.coerce.number());

/** What the server checks is only turned into its type here. */
const inputSchema = z.object({
  negativePrompt: given(z.string()),
  steps: number,
  guidanceScale: number,
  guidanceRescale: number,
  guidanceMode: given(SETTINGS.guidanceMode),
  guidanceFrom: number,
  guidanceTo: number,
  scheduler: given(z.string()),
  timestepSpacing: given(SETTINGS.timestepSpacing),
  width: number,
  height: number,
  noise: given(SETTINGS.noise),
  initialSha256: given(z.string()),
  strength: number,
} satisfies Record<Setting, z.ZodMiniType>);

/** What the form says, as GraphQL has it, but for the seeds. */
export function inputOf({ prompt, category, models, base, settings }: Choices, offer: Offer) {
  const chosen = offer.models.filter((own) => own.base === base && models.includes(own.name));
  const parsed = inputSchema.parse(settings);
  return {
    ...parsed,
    // An address may say it of a picture that is gone.
    strength: parsed.initialSha256 === undefined ? undefined : parsed.strength,
    prompt,
    category: category === '' ? undefined : category,
    modelIds: chosen.map(({ id }) => id),
  };
}

/** So many seeds: `first` and those that follow it, or from a random one on. Throws an Error for what is no seed. */
export function seedsFrom(first: string, count: number): string[] {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const isRandom = first === '' || first === RANDOM_SEED;
  const checked = askedSeed.safeParse(isRandom ? String(random >>> 1) : first);
  if (!checked.success) throw new Error(checked.error.issues[0]?.message);
  return Array.from({ length: count }, (_, i) => String(BigInt(checked.data) + BigInt(i)));
}
