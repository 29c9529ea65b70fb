import { z } from 'zod';
import { surAcrossBatchConditioner, surConditioner } from '@/lib/diffusion/conditioning/sur';
import { adapters, CLIP, PROMPT, UNET, type Method } from './method';

const manifest = z.object({
  /** The mixing weight; null when the adapter predicts it for each prompt. */
  eta: z.number().nullable().optional(),
  /** The published SUR attends across the batch; see `surAcrossBatchConditioner`. */
  acrossBatch: z.boolean().default(false),
  reads: z.literal('clip'),
});

export const sur: Method = {
  title: 'SUR',
  colour: 'oklch(0.72 0.15 75)',
  summary: 'An adapter refines what CLIP read with what a language model knows.',
  explanation:
    'An adapter refines CLIP’s states with what a language model knows. Its result is mixed with the original: η times ' +
    'the adapter’s, 1 − η times CLIP’s. The published η is 0.1; ours is predicted for each prompt, and the loss ' +
    'compares the mean words of the adapter’s output and of the longer prompt by their cosine.',
  paper: {
    title: 'SUR-adapter: Enhancing Text-to-Image Pre-trained Diffusion Models (arXiv 2305.05189)',
    url: 'https://arxiv.org/abs/2305.05189',
  },
  path: [
    PROMPT,
    CLIP,
    { title: 'Adapter', note: 'transformer, attention, η', trained: true },
    UNET,
  ],
  adapter: adapters(manifest, {
    settings: ({ eta }) => ({ eta: eta ?? 'predicted' }),
    variant: ({ acrossBatch }) => (acrossBatch ? ['across the batch'] : []),
    truncatesAsClip: () => true,
    figure: () => 'eta',
    open({ clip, network }, { acrossBatch }) {
      const make = acrossBatch ? surAcrossBatchConditioner : surConditioner;
      return make(clip, (states) => network.run({ encoder_hidden_states: states }, 'refined'));
    },
  }),
};
