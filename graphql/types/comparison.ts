import { sendToVoting } from '@/lib/arena/enter';
import { byMethod } from '@/lib/methods';
import { InvalidInput, NotFound, NotYours, QueueFull, TooFast } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { cancelComparison, isOpen } from '@/lib/studio/cancel';
import { isMine } from '@/lib/studio/ownership';
import { requestComparison } from '@/lib/studio/request-pictures';
import { builder } from '../builder';
import { askerOf, viewerOf } from '../context';
import { optionalID, resolveGlobalID } from '../global-id';
import { Generation } from './generation';
import { Category } from './prompt';
import { recipeFields } from './recipe-fields';

builder.prismaNode('Comparison', {
  id: { field: 'id' },
  nullable: true,
  description:
    'Pictures of one prompt and one recipe by several models of one base; those of one seed start ' +
    'from the same noise.',
  fields: (t) => ({
    key: t.exposeString('id', { description: 'The last part of the permalink /c/<key>.' }),
    prompt: t.relation('prompt'),
    enrichment: t.relation('enrichment', { nullable: true }),
    generations: t.field({
      type: [Generation],
      description: 'By seed, then by method in the order of `methods`.',
      select: (_args, _context, nestedSelection) => ({
        generations: nestedSelection({
          include: { model: { select: { method: true, name: true } } },
        }),
      }),
      resolve: ({ generations }) =>
        generations.toSorted((a, b) => Number(a.seed - b.seed) || byMethod(a.model, b.model)),
    }),
    viewerCanCancel: t.boolean({
      description: 'Some of its pictures are not finished, and the caller may stop them.',
      select: { generations: { select: { status: true, askedById: true } } },
      resolve: async ({ generations }, _args, context) => {
        const viewer = await viewerOf(context);
        return generations.some((picture) => isOpen(picture) && isMine(viewer, picture));
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

builder.queryField('comparison', (t) =>
  t.prismaField({
    type: 'Comparison',
    nullable: true,
    description: 'The comparison behind a permalink.',
    args: { key: t.arg.string({ required: true }) },
    resolve: (query, _root, { key }) =>
      prisma().comparison.findUnique({ ...query, where: { id: key } }),
  }),
);

builder.queryField('comparisons', (t) =>
  t.prismaConnection({
    type: 'Comparison',
    cursor: 'id',
    description: 'Comparisons with a finished picture, newest first: the gallery.',
    args: { category: t.arg({ type: Category, required: false }) },
    resolve: (query, _root, { category }) =>
      prisma().comparison.findMany({
        ...query,
        where: {
          arena: false,
          generations: { some: { status: 'SUCCEEDED' } },
          ...(category ? { prompt: { category } } : {}),
        },
        orderBy: { id: 'desc' },
      }),
  }),
);

const CompareInput = builder.inputType('CompareInput', {
  fields: (t) => ({
    ...recipeFields(t),
    modelIds: t.idList({
      description:
        'By default all of the first one’s base that a worker has; one that none has is waited for.',
    }),
    seeds: t.field({ type: ['Seed'], description: 'Up to four; by default a random one.' }),
  }),
});

builder.mutationField('compare', (t) =>
  t.prismaField({
    type: 'Comparison',
    description:
      'Asks for pictures of one prompt by several models and returns at once; follow it with ' +
      '`comparisonProgress`.',
    errors: { types: [InvalidInput, NotFound, QueueFull, TooFast] },
    args: { input: t.arg({ type: CompareInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const modelIds = input.modelIds?.map((id) => resolveGlobalID(id, 'Model') ?? '');
      const enrichmentId = optionalID(input.enrichmentId, 'Enrichment');
      const id = await requestComparison(input, { modelIds, enrichmentId }, askerOf(context));
      return prisma().comparison.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);

builder.mutationField('sendToVoting', (t) =>
  t.int({
    description:
      'Has all models that a worker has paint the same prompt and recipe once more, from a seed that nobody knows, ' +
      'for blind votes. Returns how many pictures are asked for.',
    errors: { types: [NotFound, QueueFull], directResult: false },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }) => sendToVoting(resolveGlobalID(id, 'Comparison') ?? ''),
  }),
);

builder.mutationField('cancelComparison', (t) =>
  t.prismaField({
    type: 'Comparison',
    description:
      'Stops those of its pictures that are not finished. Only for whoever asked for them, and for curators.',
    errors: { types: [NotFound, NotYours] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (query, _root, { id: globalId }, context) => {
      const id = resolveGlobalID(globalId, 'Comparison') ?? '';
      await cancelComparison(await viewerOf(context), id);
      return prisma().comparison.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);
