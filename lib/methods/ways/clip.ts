import { beside } from '@/lib/diffusion/conditioning/beside';
import type { Way } from './way';

export const clip: Way = {
  of: ['ella'],
  paper: {
    title: 'ELLA (arXiv 2403.05135), third note of its published code',
    url: 'https://github.com/TencentQQGYLab/ELLA',
  },
  equation: 'K, V = W · [f_CLIP(p) ; ELLA(f_LLM(p), t)]',
  candidates: 1,
  cost: 1,
  needsScorer: false,
  conditioner: (own, { vanilla }) => beside(vanilla, own),
};
