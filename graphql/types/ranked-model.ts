import type { ModelCounts } from '@/lib/evaluation/ranking/counts';
import type { RankedModel } from '@/lib/evaluation/ranking/ranking';
import { prisma } from '@/lib/store/database';
import { builder } from '../builder';

export const Ranked = builder.objectRef<RankedModel & { base: string }>('RankedModel').implement({
  description: 'A model with its rating and its rank among those of one ranking.',
  fields: (t) => ({
    label: t.exposeString('model', { description: 'Name and weights, as the exports have it.' }),
    name: t.string({
      description: 'Its name, without its weights.',
      resolve: ({ model }) => model.split('@')[0] ?? model,
    }),
    model: t.prismaField({
      type: 'Model',
      nullable: true,
      description: 'The model itself; null where it is not registered here any more.',
      resolve: (query, { model, base }) => {
        const [name = '', weights = ''] = model.split('@');
        return prisma().model.findFirst({
          ...query,
          where: { name, weightsSha256: { startsWith: weights }, base: { name: base } },
        });
      },
    }),
    rating: t.exposeFloat('rating', {
      description: '1000 on average; 400 points are odds of ten to one.',
    }),
    low: t.exposeFloat('low', {
      nullable: true,
      description: 'The 95 % interval’s lower end; null while there is a single voter or prompt.',
    }),
    high: t.exposeFloat('high', {
      nullable: true,
      description: 'The 95 % interval’s upper end; null while there is a single voter or prompt.',
    }),
    bestRank: t.exposeInt('bestRank', {
      description: 'The best rank that the votes allow, 95 % for all models at once.',
    }),
    worstRank: t.exposeInt('worstRank', {
      description: 'The worst rank that the votes allow, 95 % for all models at once.',
    }),
    votes: t.exposeInt('votes', { description: 'How many votes were on it, decisive or not.' }),
    bothBad: t.exposeFloat('bothBad', {
      description: 'Share of its votes in which both pictures were bad.',
    }),
  }),
});

export const Counts = builder.objectRef<ModelCounts>('ModelCounts').implement({
  description: 'What was said of one model, whether it has a rating or not.',
  fields: (t) => ({
    label: t.exposeString('model', { description: 'Name and weights, as the exports have it.' }),
    name: t.string({
      description: 'Its name, without its weights.',
      resolve: ({ model }) => model.split('@')[0] ?? model,
    }),
    votes: t.exposeInt('votes', { description: 'How many votes were on it, decisive or not.' }),
    decisive: t.exposeInt('decisive', {
      description: 'Votes that said which of the two is better.',
    }),
    won: t.exposeInt('won', { description: 'Those of them that it won.' }),
    ties: t.exposeInt('ties', { description: 'Votes that said that both are equal.' }),
    bothBad: t.exposeInt('bothBad', { description: 'Votes that said that both are bad.' }),
    voters: t.exposeInt('voters', { description: 'Who gave its decisive votes.' }),
    share: t.exposeFloat('share', {
      nullable: true,
      description: 'Its share of the decisive votes, by their weights.',
    }),
    low: t.exposeFloat('shareLow', {
      nullable: true,
      description:
        'The lower end of the share’s 95 % interval, which takes votes of one voter, and of one prompt, together; null from a single one.',
    }),
    high: t.exposeFloat('shareHigh', {
      nullable: true,
      description: 'The upper end of that interval; null where the lower one is.',
    }),
  }),
});
