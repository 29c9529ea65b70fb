import * as z from 'zod/mini';
import { CATEGORIES } from '@/app/components/categories';
import { LIMITS } from '@/lib/studio/picture-limits';
import { askedSeed, RANDOM_SEED, SETTINGS, type Setting } from '@/lib/studio/recipe';
import { emptyChoices, type Choices, type Offer } from './choices';

/** The pictures that the page shows, by their keys. */
export interface Shown {
  readonly comparison?: string | undefined;
  /** The comparison that the longer prompt was painted in, from the same noise. */
  readonly with?: string | undefined;
  /** The id of the longer prompt that is being written, to be painted then. */
  readonly writing?: string | undefined;
}

/** What an address of this page says. */
export interface Address {
  readonly choices: Choices;
  /** Whether it says what stands in the form; otherwise that follows from the pictures. */
  readonly saysChoices: boolean;
  readonly shown: Shown;
  /** To be made anew: a comparison, or a picture. */
  readonly from?: string | undefined;
  readonly picture?: string | undefined;
  /** The first parameter that cannot be used; then the form is empty. */
  readonly problem?: string | undefined;
}

/** Servers and proxies refuse longer addresses; a text beyond its own limit is counted in the form. */
const MOST_TEXT = 4 * LIMITS.prompt;

/** What comes out of an address is text. */
const asNumber = (setting: z.ZodMiniType<number, number>) => z.pipe(z.coerce.number(), setting);

const settings = {
  negativePrompt: z.string().check(z.maxLength(MOST_TEXT)),
  steps: asNumber(SETTINGS.steps),
  guidanceScale: asNumber(SETTINGS.guidanceScale),
  guidanceRescale: asNumber(SETTINGS.guidanceRescale),
  guidanceMode: SETTINGS.guidanceMode,
  guidanceFrom: asNumber(SETTINGS.guidanceFrom),
  guidanceTo: asNumber(SETTINGS.guidanceTo),
  scheduler: SETTINGS.scheduler,
  timestepSpacing: SETTINGS.timestepSpacing,
  noise: SETTINGS.noise,
  width: asNumber(SETTINGS.width),
  height: asNumber(SETTINGS.height),
  initialSha256: SETTINGS.initialSha256,
  strength: asNumber(SETTINGS.strength),
} satisfies Record<Setting, z.ZodMiniType>;

const NAMES = z.keyof(z.object(SETTINGS)).options;

const key = z.optional(z.uuid());

const addressSchema = z.object({
  prompt: z.optional(z.string().check(z.maxLength(MOST_TEXT))),
  methods: z.optional(z.string()),
  base: z.optional(z.string()),
  category: z.optional(z.enum(CATEGORIES.map(({ name }) => name))),
  seed: z.optional(askedSeed),
  seeds: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(LIMITS.seeds))),
  longer: z.optional(z.enum(['0', '1'])),
  comparison: key,
  with: key,
  writing: z.optional(z.string().check(z.maxLength(200))),
  from: key,
  picture: key,
  ...z.partial(z.object(settings)).shape,
});

const CHOICES = ['prompt', 'methods', 'base', 'category', 'seed', 'seeds', 'longer', ...NAMES];

/** The models of a base that a list of names means; a method's name means the model that stands for it. */
function modelsNamed(list: string, base: string, { models }: Offer): string[] | undefined {
  const offered = models.filter((model) => model.base === base);
  const found = list.split(',').map((name) => {
    const exact = offered.find((model) => model.name === name);
    const method = name.toUpperCase();
    return exact ?? offered.find((model) => model.isDefault && model.method === method);
  });
  const names = found.flatMap((model) => (model ? [model.name] : []));
  return names.length === found.length ? names : undefined;
}

/** Reads an address of this page. */
export function readAddress(params: URLSearchParams, offer: Offer): Address {
  const empty = emptyChoices(offer);
  const bad = (problem: string): Address => ({
    choices: empty,
    saysChoices: false,
    shown: {},
    problem,
  });
  const parsed = addressSchema.safeParse(Object.fromEntries(params));
  if (!parsed.success) return bad(String(parsed.error.issues[0]?.path[0] ?? ''));
  const said = parsed.data;
  const base = said.base ?? empty.base;
  if (said.base !== undefined && !offer.bases.some(({ name }) => name === base)) return bad('base');
  const standing = emptyChoices(offer, base);
  const models =
    said.methods === undefined ? standing.models : modelsNamed(said.methods, base, offer);
  if (!models) return bad('methods');
  const own = NAMES.flatMap((name) => {
    const text = params.get(name);
    return text === null ? [] : [[name, text] as const];
  });
  const { comparison, with: other, writing, from, picture } = said;
  return {
    choices: {
      ...standing,
      prompt: said.prompt ?? '',
      models,
      category: said.category ?? '',
      seed: said.seed === RANDOM_SEED ? '' : (said.seed ?? ''),
      seeds: said.seeds ?? 1,
      longer: said.longer === '1',
      settings: Object.fromEntries(own),
    },
    saysChoices: CHOICES.some((name) => params.has(name)),
    shown: { comparison, with: other, writing },
    from,
    picture,
  };
}

/** The address of these pictures, and of what stands in the form where that is something else. */
export function addressOf(shown: Shown, choices: Choices | undefined, offer: Offer): string {
  const params = new URLSearchParams();
  const add = (name: string, value: string, usual: string) => {
    if (value !== usual) params.set(name, value);
  };
  const { comparison = '', with: other = '', writing = '' } = shown;
  add('comparison', comparison, '');
  add('with', other, '');
  add('writing', writing, '');
  if (choices) {
    const empty = emptyChoices(offer, choices.base);
    // Beside pictures an empty prompt must be said: otherwise it is theirs.
    const fits = choices.prompt.length <= MOST_TEXT;
    if (fits && (choices.prompt !== '' || comparison !== '')) {
      params.set('prompt', choices.prompt);
    }
    add('base', choices.base, emptyChoices(offer).base);
    if (choices.models.length > 0) {
      add('methods', choices.models.join(), empty.models.join());
    }
    add('category', choices.category, '');
    add('seed', choices.seed, '');
    add('seeds', String(choices.seeds), '1');
    add('longer', choices.longer ? '1' : '0', '0');
    for (const name of NAMES) {
      const { [name]: text = '' } = choices.settings;
      if (text.length <= MOST_TEXT) add(name, text, '');
    }
  }
  const query = params.toString();
  return query === '' ? '/create' : `/create?${query}`;
}
