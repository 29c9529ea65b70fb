import { ALIKE, SAME } from '@/lib/arena/differences';
import { likenessOf } from '@/lib/arena/likeness';
import { baseNamed } from '@/lib/arena/rankings';
import { builder } from '../builder';
import { Model } from './model';
import { Category } from './prompt';

const PairToldApart = builder
  .objectRef<Awaited<ReturnType<typeof likenessOf>>[number]>('PairToldApart')
  .implement({
    description:
      'How many pairs of pictures by two models, of one prompt from one noise, nobody can tell apart: less than ' +
      `${100 * ALIKE} % of their pixels differ by more than ${SAME} of 255 in any channel. Such pairs are not voted on.`,
    fields: (t) => ({
      first: t.expose('first', {
        type: Model,
        description: 'The one that comes first by method, then by name.',
      }),
      second: t.expose('second', { type: Model, description: 'The other one of the two.' }),
      pairs: t.exposeInt('pairs', {
        description: 'How many were measured, of sets that have left the arena.',
      }),
      alike: t.exposeInt('alike', { description: 'How many of those cannot be told apart.' }),
      share: t.float({
        description: '`alike` as a share of `pairs`, 0 to 1.',
        resolve: ({ alike, pairs }) => alike / pairs,
      }),
      low: t.exposeFloat('low', {
        nullable: true,
        description:
          'The lower end of the share’s 95 % interval, which takes the pairs of one prompt together; null of a single prompt.',
      }),
      high: t.exposeFloat('high', {
        nullable: true,
        description: 'The upper end of that interval; null of a single prompt.',
      }),
      prompts: t.exposeInt('prompts', { description: 'How many prompts they are of.' }),
      countedAt: t.expose('countedAt', {
        type: 'DateTime',
        description: 'When a worker counted them.',
      }),
    }),
  });

builder.queryField('tellApart', (t) =>
  t.field({
    type: [PairToldApart],
    description:
      'For each two models, how many of their pictures cannot be told apart, as a worker has counted them. By method, ' +
      'then by name.',
    args: {
      base: t.arg.string({ required: false, description: 'By default the base that came first.' }),
      category: t.arg({ type: Category, required: false, description: 'By default all.' }),
    },
    resolve: async (_root, { base, category }) =>
      likenessOf(await baseNamed(base), category ?? 'ALL'),
  }),
);
