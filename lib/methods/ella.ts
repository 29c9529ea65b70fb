import { z } from 'zod';
import { ellaConditioner } from '@/lib/diffusion/conditioning/ella';
import { tensor } from '@/lib/diffusion/tensor';
import { adapters, PROMPT, UNET, type Method } from './method';
import { readsSchema } from './reads';

export const ella: Method = {
  title: 'ELLA',
  colour: 'oklch(0.55 0.11 205)',
  summary: 'A language model reads the prompt, and a connector translates it anew at each step.',
  explanation:
    'A language model reads the prompt instead of CLIP, and a connector turns its token states into those that the ' +
    'UNet attends to, anew at each timestep: early steps ask for layout, late ones for detail. A control, ' +
    'the same connector fed CLIP’s states, tells what the language model adds apart from what the connector adds.',
  paper: {
    title:
      'ELLA: Equip Diffusion Models with LLM for Enhanced Semantic Alignment (arXiv 2403.05135)',
    url: 'https://arxiv.org/abs/2403.05135',
  },
  path: [
    PROMPT,
    { title: 'Language model', note: 'frozen' },
    { title: 'Connector', note: 'knows the timestep', trained: true },
    UNET,
  ],
  adapter: adapters(z.object({ reads: readsSchema }), {
    settings: () => ({}),
    variant: () => [],
    truncatesAsClip: ({ reads }) => reads === 'clip',
    // A language model of the folder says which words its tokens are; an encoder of the adapter's own does not.
    figure: ({ reads }) => (reads !== 'clip' && 'llm' in reads ? 'attention' : null),
    open({ states, network }) {
      return ellaConditioner(states, (text, timesteps) =>
        network.run(
          { text, timesteps: tensor(Float32Array.from(timesteps), [timesteps.length]) },
          'encoder_hidden_states',
        ),
      );
    },
  }),
};
