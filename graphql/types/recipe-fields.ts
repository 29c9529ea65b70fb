import { LIMITS, TIMES_MADE_FOR } from '@/lib/studio/picture-limits';
import type { Setting } from '@/lib/studio/recipe';
import type { InputFields } from '../builder';
import { BY_ITS_WORDS, Category } from './prompt';
import { GuidanceModeType, Noise, Spacing } from './sampling';

type Limits = Readonly<Record<'min' | 'max', number>>;
const from = ({ min, max }: Limits) => `${min} to ${max}`;
const { steps, guidanceScale, guidanceRescale, guidanceShare, side, strength } = LIMITS;

/** The settings of pictures from noise, in every input that asks for pictures; `generate-input.ts` checks what they are given. */
export function settingFields(t: InputFields) {
  return {
    negativePrompt: t.string({
      description: `What should not be in the picture, ${LIMITS.prompt} characters at most; by default nothing.`,
    }),
    steps: t.int({ description: `${from(steps)}; by default what the base says.` }),
    guidanceScale: t.float({
      description: `${from(guidanceScale)}; guidance is off up to 1; by default what the base says.`,
    }),
    guidanceRescale: t.float({
      description: `${from(guidanceRescale)}; ${guidanceRescale.default} by default.`,
    }),
    guidanceMode: t.field({
      type: GuidanceModeType,
      description: 'By default plain classifier-free guidance.',
    }),
    guidanceFrom: t.float({
      description: `Guidance begins after this share of the steps, ${from(guidanceShare)}; by default 0.`,
    }),
    guidanceTo: t.float({
      description:
        `Guidance ends after this share of the steps, ${from(guidanceShare)}; by default 1. Steps without it take half ` +
        'the time.',
    }),
    scheduler: t.string({ description: 'A name of `schedulers`; by default what the base says.' }),
    width: t.int({
      description:
        `Pixels, ${from(side)}, in steps of the base’s \`sizeStep\`; but for curators at most ` +
        `${TIMES_MADE_FOR} times its \`resolution\`.`,
    }),
    height: t.int({
      description: 'Pixels, within the limits of `width`; by default the base’s `resolution`.',
    }),
    noise: t.field({
      type: Noise,
      description: 'Whose random numbers to start from; CPU by default.',
    }),
    timestepSpacing: t.field({ type: Spacing, description: 'By default what the base says.' }),
  } satisfies Record<Exclude<Setting, 'initialSha256' | 'strength'>, unknown>;
}

/** The fields of every input that names a prompt and a recipe. */
export function recipeFields(t: InputFields) {
  return {
    prompt: t.string({
      required: true,
      description: `What to paint, ${LIMITS.prompt} characters at most.`,
    }),
    category: t.field({ type: Category, description: BY_ITS_WORDS }),
    enrichmentId: t.id({ description: 'Paints this longer version of the prompt instead of it.' }),
    ...settingFields(t),
    initialSha256: t.string({
      description: 'A picture to paint over: what `keepPicture` answered, or an `imageSha256`.',
    }),
    strength: t.float({
      description: `How much of that picture is painted anew, ${from(strength)}; by default ${strength.default}.`,
    }),
  };
}
