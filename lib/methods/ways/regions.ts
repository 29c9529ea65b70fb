import { at } from '@/lib/at';
import type { Box, Region } from '@/lib/diffusion/conditioning/conditioning';
import { promptFacts, type PromptFacts, type StatedThing } from '@/lib/evaluation/facts';
import type { Vocabulary } from '@/lib/evaluation/vocabulary';
import type { Way } from './way';

const WHOLE: Box = { left: 0, top: 0, right: 1, bottom: 1 };

/** Where the first of two things is, and where the second: a half of the picture each. */
const HALVES: Readonly<Record<string, readonly [Box, Box]>> = {
  'left of': [
    { ...WHOLE, right: 0.5 },
    { ...WHOLE, left: 0.5 },
  ],
  'right of': [
    { ...WHOLE, left: 0.5 },
    { ...WHOLE, right: 0.5 },
  ],
  above: [
    { ...WHOLE, bottom: 0.5 },
    { ...WHOLE, top: 0.5 },
  ],
  below: [
    { ...WHOLE, top: 0.5 },
    { ...WHOLE, bottom: 0.5 },
  ],
};

/** A box, and what is said of what is in it. */
interface Said {
  readonly box: Box;
  readonly prompt: string;
}

/** A thing in the usual words of `vocabulary`, on the prompt's background. */
function words(
  { noun, colour, count = 1 }: StatedThing,
  background: string | undefined,
  vocabulary: Vocabulary,
) {
  const [one = noun, several = one] = vocabulary.nouns[noun] ?? [];
  const usual = (phrases: readonly string[] | undefined) => phrases?.slice(0, 1) ?? [];
  return [
    ...usual(vocabulary.numbers[count]),
    ...(colour === undefined ? [] : usual(vocabulary.colours[colour])),
    count === 1 ? one : several,
    ...(background === undefined ? [] : usual(vocabulary.backgrounds[background])),
  ].join(' ');
}

/** What stands where, as far as a prompt says it of two things; nothing of other prompts, which are painted as usual. */
export function regionsOf(
  { things, relation, background }: PromptFacts,
  vocabulary: Vocabulary,
): Said[] {
  const halves = HALVES[relation ?? ''];
  if (!halves || things.length !== 2) return [];
  return things.map((thing, i) => ({
    box: at(halves, i),
    prompt: words(thing, background, vocabulary),
  }));
}

export const regions: Way = {
  of: ['vanilla', 'ella'],
  paper: {
    title:
      'MultiDiffusion: Fusing Diffusion Paths for Controlled Image Generation (arXiv 2302.08113)',
    url: 'https://arxiv.org/abs/2302.08113',
  },
  equation: 'ε = Σ_i M_i ⊙ ε(x, t, c_i) / Σ_i M_i, M_i the box of thing i, c_i what is said of it',
  candidates: 1,
  cost: 2,
  needsScorer: true,
  conditioner:
    (own, { vocabulary }) =>
    async (prompts, timesteps) => {
      const conditionings = await own(prompts, timesteps);
      const whole = conditionings.at(-1);
      if (!whole || !vocabulary) return conditionings;
      const facts = promptFacts(at(prompts, prompts.length - 1), vocabulary);
      const parts: Region[] = [];
      for (const { box, prompt } of regionsOf(facts, vocabulary)) {
        const part = at(await own([prompt], timesteps), 0);
        parts.push({ box, at: (index: number) => part.at(index) });
      }
      return [...conditionings.slice(0, -1), { at: (index) => whole.at(index), regions: parts }];
    },
};
