import type { InputFields } from '../builder';
import { Noise, Spacing } from './generation';
import { Category } from './prompt';

/** The fields of every input that asks for pictures; `generate-input.ts` checks what they are given. */
export function recipeFields(t: InputFields) {
  return {
    prompt: t.string({ required: true }),
    negativePrompt: t.string(),
    category: t.field({ type: Category }),
    enrichmentId: t.id({ description: 'Paints this longer version of the prompt instead of it.' }),
    steps: t.int({ description: '1 to 100; by default what the base says.' }),
    guidanceScale: t.float({
      description: '0 to 20; guidance is off up to 1; by default what the base says.',
    }),
    guidanceRescale: t.float({ description: '0 to 1; 0 by default.' }),
    scheduler: t.string({ description: 'A name of `schedulers`; by default what the base says.' }),
    width: t.int({ description: 'Pixels, 32 to 1024, in steps of the base’s `sizeStep`.' }),
    height: t.int(),
    noise: t.field({ type: Noise }),
    timestepSpacing: t.field({ type: Spacing, description: 'By default what the base says.' }),
    initialSha256: t.string({
      description: 'A picture to paint over: what `keepPicture` answered, or an `imageSha256`.',
    }),
    strength: t.float({
      description: 'How much of that picture is painted anew, 0.01 to 1; by default 0.75.',
    }),
  };
}
