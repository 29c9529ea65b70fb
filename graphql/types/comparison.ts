import { proposeForVoting } from '@/lib/arena/enter';
import { limit } from '@/lib/limits';
import { byMethod } from '@/lib/methods';
import { InvalidInput, NotFound, NotYours, QueueFull, TooFast } from '@/lib/problems';
import { PUBLIC_COMPARISON, PUBLIC_PICTURE, UNSEEN } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { cancelComparison, isOpen } from '@/lib/studio/cancel';
import { isMine } from '@/lib/studio/ownership';
import { requestComparison } from '@/lib/studio/request-pictures';
import { builder } from '../builder';
import { askerOf, viewerOf } from '../context';
import { optionalID, resolveGlobalID } from '../global-id';
import { ArenaEntry } from './arena-entry';
import { Generation } from './generation';
import { CONSENT } from './consent';
import { recipeFields } from './recipe-fields';

export const Comparison = builder.prismaNode('Comparison', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...PUBLIC_COMPARISON }),
  nullable: true,
  description:
    'Pictures of one prompt and one recipe by several models of one base; those of one seed start ' +
    'from the same noise.',
  fields: (t) => ({
    key: t.exposeString('id', { description: 'The last part of the permalink /c/<key>.' }),
    prompt: t.relation('prompt', { description: 'The prompt that its pictures are of.' }),
    enrichment: t.relation('enrichment', {
      nullable: true,
      description:
        'The longer version that was painted instead of the prompt; null where none was.',
    }),
    generations: t.field({
      type: [Generation],
      description: 'By seed, then by method in the order of `methods`.',
      select: (_args, _context, nestedSelection) => ({
        generations: nestedSelection({
          where: PUBLIC_PICTURE,
          include: { model: { select: { method: true, name: true } } },
        }),
      }),
      resolve: ({ generations }) =>
        generations.toSorted((a, b) => Number(a.seed - b.seed) || byMethod(a.model, b.model)),
    }),
    hidden: t.int({
      description:
        'How many of its pictures nobody sees: a curator withholds them, or their base’s own safety checker.',
      select: {
        _count: {
          select: {
            generations: {
              where: { blind: false, visibility: { in: [...UNSEEN] }, deletedAt: null },
            },
          },
        },
      },
      resolve: ({ _count }) => _count.generations,
    }),
    viewerCanCancel: t.boolean({
      description: 'Some of its pictures are not finished, and the caller may stop them.',
      select: {
        generations: { where: PUBLIC_PICTURE, select: { status: true, askedById: true } },
      },
      resolve: async ({ generations }, _args, context) => {
        const viewer = await viewerOf(context);
        return generations.some((picture) => isOpen(picture) && isMine(viewer, picture));
      },
    }),
    judged: t.boolean({
      description: 'It was painted for the arena, and has been judged there.',
      select: { arena: true },
      resolve: ({ arena }) => arena === 'LEFT',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it was asked for or, for the arena, set up.',
    }),
  }),
});

builder.queryField('comparison', (t) =>
  t.prismaField({
    type: 'Comparison',
    nullable: true,
    description: 'The comparison behind a permalink.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The last part of the permalink /c/<key>.',
      }),
    },
    resolve: (query, _root, { key }) =>
      prisma().comparison.findUnique({ ...query, where: { id: key, ...PUBLIC_COMPARISON } }),
  }),
);

const CompareInput = builder.inputType('CompareInput', {
  description:
    'One prompt and one recipe for several models of one base; what is left out the base says.',
  fields: (t) => ({
    ...recipeFields(t),
    modelIds: t.idList({
      description:
        'By default all of the default base that a worker has, but for those of `ways`; one that none has is waited for.',
    }),
    seeds: t.field({ type: ['Seed'], description: 'Up to four; by default a random one.' }),
  }),
});

builder.mutationField('compare', (t) =>
  t.prismaField({
    type: 'Comparison',
    description:
      'Asks for pictures of one prompt by several models and returns at once; follow it with ' +
      `\`comparisonProgress\`. ${CONSENT}`,
    errors: { types: [InvalidInput, NotFound, QueueFull, TooFast] },
    args: {
      input: t.arg({
        type: CompareInput,
        required: true,
        description: 'What to paint, by which models and from which seeds.',
      }),
    },
    resolve: async (query, _root, { input }, context) => {
      const modelIds = input.modelIds?.map((id) => resolveGlobalID(id, 'Model') ?? '');
      const enrichmentId = optionalID(input.enrichmentId, 'Enrichment');
      const id = await requestComparison(input, { modelIds, enrichmentId }, askerOf(context));
      return prisma().comparison.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);

builder.mutationField('sendToVoting', (t) =>
  t.field({
    type: ArenaEntry,
    description:
      'Proposes a comparison’s prompt, or its longer version where that was painted, for the arena. Once it is admitted, ' +
      'the model that stands for each method paints it with the base’s own recipe, from seeds that nobody knows; who proposed it is not asked about it.',
    errors: { types: [InvalidInput, NotFound, TooFast] },
    args: { id: t.arg.id({ required: true, description: 'The global id of a `Comparison`.' }) },
    resolve: async (_root, { id }, context) => {
      const asker = askerOf(context);
      const voter = await asker.id();
      if (asker.network !== undefined) {
        await limit('propose', { voter: voter ?? undefined, network: asker.network });
      }
      return proposeForVoting(resolveGlobalID(id, 'Comparison') ?? '', voter);
    },
  }),
);

builder.mutationField('cancelComparison', (t) =>
  t.prismaField({
    type: 'Comparison',
    description:
      'Stops those of its pictures that are not finished. Only for whoever asked for them, and for curators.',
    errors: { types: [NotFound, NotYours] },
    args: { id: t.arg.id({ required: true, description: 'The global id of a `Comparison`.' }) },
    resolve: async (query, _root, { id: globalId }, context) => {
      const id = resolveGlobalID(globalId, 'Comparison') ?? '';
      await cancelComparison(await viewerOf(context), id);
      return prisma().comparison.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);
