import { baseNamed, keepRanking } from '@/lib/arena/rankings';
import { sliceRankingSchema } from '@/lib/evaluation/slice-ranking-schema';
import { NotFound } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { builder } from '../builder';
import { Category } from './prompt';
import { Question } from './question';
import { Form, RankingRef, Voters } from './ranking';

builder.prismaObject('RankingSnapshot', {
  description: 'A ranking as it stood; later votes do not change it.',
  fields: (t) => ({
    key: t.exposeString('id', { description: 'The last part of the permalink /r/<key>.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was kept.' }),
    votesSha256: t.exposeString('votesSha256', {
      description:
        'Of its votes, one line of JSON each as in the export, in the order of their ids.',
    }),
    category: t.string({
      nullable: true,
      description: 'Null for all.',
      select: { ranking: true },
      resolve: ({ ranking: stored }) => {
        const { category } = sliceRankingSchema.parse(stored);
        return category === 'ALL' ? null : category;
      },
    }),
    form: t.string({
      nullable: true,
      description: 'Null for both.',
      select: { ranking: true },
      resolve: ({ ranking: stored }) => {
        const { form } = sliceRankingSchema.parse(stored);
        return form === 'ALL' ? null : form;
      },
    }),
    voters: t.field({
      type: Voters,
      description: 'Whose votes it is made of.',
      select: { ranking: true },
      resolve: ({ ranking: stored }) => sliceRankingSchema.parse(stored).voters,
    }),
    ranking: t.field({
      type: RankingRef,
      description: 'The ranking itself, as it stood then.',
      select: { ranking: true },
      resolve: ({ ranking: stored }) => ({
        ...sliceRankingSchema.parse(stored),
        computedAt: null,
      }),
    }),
  }),
});

builder.queryField('rankingSnapshot', (t) =>
  t.prismaField({
    type: 'RankingSnapshot',
    nullable: true,
    description: 'The ranking behind a permalink.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The last part of the permalink /r/<key>.',
      }),
    },
    resolve: (query, _root, { key }) =>
      prisma().rankingSnapshot.findUnique({ ...query, where: { id: key } }),
  }),
);

builder.mutationField('keepRanking', (t) =>
  t.prismaField({
    type: 'RankingSnapshot',
    description: 'Makes a permalink of a ranking as it stands, the same one for the same votes.',
    errors: { types: [NotFound] },
    args: {
      category: t.arg({
        type: Category,
        required: false,
        description: 'Of prompts of this category; by default of all.',
      }),
      question: t.arg({
        type: Question,
        required: true,
        description: 'What the voters were asked.',
      }),
      form: t.arg({
        type: Form,
        required: false,
        description: 'Of this form of the prompts; by default of both.',
      }),
      voters: t.arg({
        type: Voters,
        required: true,
        defaultValue: 'ALL',
        description: 'Whose votes it is made of.',
      }),
    },
    resolve: async (query, _root, { category, question, form, voters }) => {
      const base = await baseNamed(undefined);
      const whole = { category: category ?? 'ALL', form: form ?? 'ALL' } as const;
      const id = await keepRanking({ base, ...whole, question, voters });
      if (!id) throw new NotFound('There are too few votes for a ranking yet.');
      return prisma().rankingSnapshot.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);
