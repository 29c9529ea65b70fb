import { LIMITS, mostSide } from '@/lib/studio/picture-limits';
import type { ForeignRecipe } from '@/lib/studio/foreign/recipe';
import { RANDOM_SEED, seedText, SETTINGS, type Setting } from '@/lib/studio/recipe';
import { ownSettings, type Choices, type Offer } from './choices';

/** What the form takes over of another tool's recipe, and what it does not, in that tool's words. */
export interface TakenOver {
  readonly changes: Partial<Choices>;
  readonly leftOut: readonly string[];
}

/** The recipe of another tool as choices for the base of `choices`, whose models stay chosen. */
export function takenOver(recipe: ForeignRecipe, choices: Choices, offer: Offer): TakenOver {
  const leftOut = [...recipe.leftOut];
  const base = offer.bases.find(({ name }) => name === choices.base);
  const { settings } = recipe;
  const dropped = new Set<string>();
  const drop = (names: readonly Setting[], words: string) => {
    leftOut.push(words);
    for (const name of names) dropped.add(name);
  };

  const { width, height } = settings;
  const most = base ? mostSide(base) : LIMITS.side.max;
  const sides = [width, height].filter((side) => side !== undefined);
  const step = base?.sizeStep ?? 1;
  const fits = (side: unknown) =>
    SETTINGS.width.safeParse(side).success && Number(side) <= most && Number(side) % step === 0;
  if (!sides.every(fits)) {
    drop(['width', 'height'], `Size: ${sides.join('x')} (≤ ${most}, n × ${step})`);
  }
  for (const name of ['steps', 'guidanceScale', 'guidanceRescale', 'negativePrompt'] as const) {
    const { [name]: value } = settings;
    if (value === undefined || SETTINGS[name].safeParse(value).success) continue;
    const what = name === 'negativePrompt' ? `${String(value).length} > ${LIMITS.prompt}` : value;
    drop([name], `${name}: ${what}`);
  }

  const { prompt = '', seed = '' } = recipe;
  const isTooLong = prompt.length > LIMITS.prompt;
  if (isTooLong) leftOut.push(`prompt: ${prompt.length} > ${LIMITS.prompt}`);
  const isSeed = seedText.safeParse(seed).success;
  // With which nothing can be painted again.
  const isRandom = seed === RANDOM_SEED;
  if (seed !== '' && !isSeed && !isRandom) leftOut.push(`seed: ${seed}`);
  const left = Object.entries(settings).filter(([name]) => !dropped.has(name));
  return {
    changes: {
      ...(prompt === '' || isTooLong ? {} : { prompt }),
      ...(isSeed ? { seed } : {}),
      settings: ownSettings(Object.fromEntries(left), base),
    },
    leftOut,
  };
}
