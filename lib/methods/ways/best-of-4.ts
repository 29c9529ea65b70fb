import type { Way } from './way';

export const bestOf4: Way = {
  of: ['vanilla', 'ella'],
  paper: {
    title: 'Scaling Inference Time Compute for Diffusion Models (arXiv 2501.09732), random search',
    url: 'https://arxiv.org/abs/2501.09732',
  },
  equation: 'x = argmax score(x_k, p), x_k from the noise of seed + 1,000,003 k, k = 0 … 3',
  candidates: 4,
  cost: 4,
  needsScorer: true,
  conditioner: (own) => own,
};
