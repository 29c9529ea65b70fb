import { CLIP, PROMPT, UNET, type Method } from './method';

export const vanilla: Method = {
  title: 'Vanilla (CLIP)',
  colour: 'oklch(0.55 0.02 250)',
  summary: 'The base’s own CLIP text encoder reads the prompt.',
  explanation:
    'The base’s own CLIP text encoder reads the prompt, as in Stable Diffusion. It was taught to tell pictures from ' +
    'captions, and so it is good at what is there, and weak at who does what to whom.',
  paper: {
    title: 'High-Resolution Image Synthesis with Latent Diffusion Models (arXiv 2112.10752)',
    url: 'https://arxiv.org/abs/2112.10752',
  },
  path: [PROMPT, CLIP, { title: 'Text states' }, UNET],
  adapter: null,
};
