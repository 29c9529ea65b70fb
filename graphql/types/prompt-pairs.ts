import { z } from 'zod';
import { rankCorrelation } from '@/lib/evaluation/prompt-pairs';
import { builder } from '../builder';

const pairShape = z.object({
  first: z.string(),
  second: z.string(),
  nearness: z.int(),
  cosine: z.number(),
  distillation: z.number(),
});
type Pair = z.infer<typeof pairShape>;

const PromptPair = builder.objectRef<Pair>('PromptPair').implement({
  description: 'Two prompts, and how far apart two losses see them in a base’s text encoder.',
  fields: (t) => ({
    first: t.exposeString('first', { description: 'The text of the one prompt.' }),
    second: t.exposeString('second', { description: 'The text of the other prompt.' }),
    nearness: t.exposeInt('nearness', {
      description: '1 to 3: how near they are in meaning, by the judgement of Sarovar’s authors.',
    }),
    cosine: t.exposeFloat('cosine', { description: 'One minus the cosine of their mean words.' }),
    distillation: t.exposeFloat('distillation', {
      description: 'The KL loss of SUR’s paper between their states.',
    }),
  }),
});

const PromptPairs = builder.objectRef<readonly Pair[]>('PromptPairs').implement({
  description: 'The pairs, and how well each loss orders them by meaning.',
  fields: (t) => ({
    pairs: t.field({
      type: [PromptPair],
      description: 'Each two prompts that were compared.',
      resolve: (pairs) => [...pairs],
    }),
    cosineCorrelation: t.float({
      description: 'Spearman’s rank correlation of the cosine loss with the nearness.',
      resolve: (pairs) => correlation(pairs, 'cosine'),
    }),
    distillationCorrelation: t.float({
      description: 'Spearman’s rank correlation of the distillation loss with the nearness.',
      resolve: (pairs) => correlation(pairs, 'distillation'),
    }),
  }),
});

function correlation(pairs: readonly Pair[], loss: 'cosine' | 'distillation'): number {
  return rankCorrelation(
    pairs.map((pair) => pair.nearness),
    pairs.map((pair) => pair[loss]),
  );
}

builder.prismaObjectField('Base', 'promptPairs', (t) =>
  t.field({
    type: PromptPairs,
    nullable: true,
    description: 'Measured by the worker when it first meets the base; null before.',
    select: { pairs: true },
    resolve: ({ pairs }) => z.array(pairShape).nullable().parse(pairs),
  }),
);
