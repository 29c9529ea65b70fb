import { GuidanceMode, NoiseSource, TimestepSpacing } from '@/lib/store/generated/client';
import { builder } from '../builder';

export const Noise = builder.enumType(NoiseSource, {
  name: 'NoiseSource',
  values: {
    CPU: { description: 'PyTorch’s on CPU (Mersenne Twister).' },
    PHILOX: { description: 'PyTorch’s on CUDA (Philox).' },
  },
  description: 'Whose random numbers a picture starts from, bit for bit.',
});

export const Spacing = builder.enumType(TimestepSpacing, {
  name: 'TimestepSpacing',
  values: {
    LEADING: {
      description: 'At equal distances from the cleanest one up; the noisiest is left out.',
    },
    LINSPACE: { description: 'At equal distances from the cleanest to the noisiest, with both.' },
    TRAILING: {
      description: 'At equal distances from the noisiest one down; the cleanest is left out.',
    },
  },
  description: 'Which of the training’s timesteps a scheduler takes.',
});

export const GuidanceModeType = builder.enumType(GuidanceMode, {
  name: 'GuidanceMode',
  values: {
    APG: {
      description:
        'Adaptive projected guidance (arXiv 2410.02416), which takes out what only saturates.',
    },
    CFG_ZERO_STAR: {
      description:
        'CFG-Zero* (arXiv 2503.18886), which scales the unconditional half to fit the conditional one.',
    },
  },
  description: 'How guidance combines both predictions, where it is not the plain difference.',
});
