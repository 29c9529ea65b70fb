import { enterArena } from '@/lib/arena/enter';
import { enqueueAll } from '@/lib/jobs/queue';
import { byMethod } from '@/lib/methods';
import { InvalidInput, NotFound, NotYours, QueueFull } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { offered } from '@/lib/models/at-hand';
import { storeComparison } from '@/lib/studio/comparisons';
import { cancelComparison, isOpen } from '@/lib/studio/cancel';
import { parseCompareInput, recipeOn } from '@/lib/studio/generate-input';
import { isMine } from '@/lib/studio/ownership';
import { storePrompt, withPrompt } from '@/lib/studio/prompts';
import { RECIPE } from '@/lib/studio/recipe';
import {
  PROMPT_LICENCE,
  activeModels,
  checkInitial,
  finishedEnrichment,
  modelOf,
  offeredOf,
  oldestOf,
  refuseWhenFull,
} from '@/lib/studio/requests';
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

/** The active models of those global ids, or all of a base that are offered, and their base. Throws. */
async function modelsFor(globalIds: readonly string[] | null | undefined) {
  const ids = globalIds?.map((id) => resolveGlobalID(id, 'Model') ?? '');
  const active = await activeModels();
  const first = ids ? modelOf(active, ids[0]) : oldestOf(await offeredOf(active));
  const models = (ids ? active : await offeredOf(active)).filter(
    ({ id, baseId }) => baseId === first.baseId && (ids?.includes(id) ?? true),
  );
  if (ids && models.length < new Set(ids).size) {
    throw new InvalidInput('modelIds', 'All models must be active and of one base.');
  }
  return { base: first.base, models };
}

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
    errors: { types: [InvalidInput, NotFound, QueueFull] },
    args: { input: t.arg({ type: CompareInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { prompt: text, category, seeds, ...recipe } = parseCompareInput(input);
      const { base, models } = await modelsFor(input.modelIds);
      const painted = recipeOn(base, recipe);
      await checkInitial(painted.initialSha256);
      await refuseWhenFull(models.map(({ id }) => id));
      const enrichmentId = await finishedEnrichment(
        optionalID(input.enrichmentId, 'Enrichment'),
        text,
      );
      const prompt = await storePrompt({ text, category, licence: PROMPT_LICENCE });
      const askedById = await askerOf(context);
      const shared = { ...painted, promptId: prompt.id, enrichmentId, askedById };
      const pictures = seeds.flatMap((seed) =>
        models.map(({ id: modelId }) => ({ ...shared, modelId, seed })),
      );
      const { id, generationIds } = await storeComparison(pictures);
      await enqueueAll(generationIds.map((picture) => ({ kind: 'generation', id: picture })));
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
    resolve: async (_root, { id }) => {
      const comparison = await prisma().comparison.findUnique({
        where: { id: resolveGlobalID(id, 'Comparison') ?? '' },
        select: {
          generations: { select: { ...RECIPE, model: { select: { baseId: true } } }, take: 1 },
        },
      });
      const [example] = comparison?.generations ?? [];
      if (!example) throw new NotFound('There is no comparison of that id.');
      const { model, ...recipe } = example;
      const { promptId, enrichmentId } = recipe;
      const models = await prisma().model.findMany({
        where: { ...(await offered()), baseId: model.baseId },
      });
      models.sort(byMethod);
      if (models.length === 0) throw new NotFound('No worker has a model of this base just now.');
      await refuseWhenFull(models.map(({ id: modelId }) => modelId));
      const sent = await withPrompt(promptId, async (tx) => {
        const waiting = await tx.generation.count({
          where: {
            promptId,
            enrichmentId,
            unlisted: true,
            reproducesId: null,
            status: { in: ['QUEUED', 'RUNNING'] },
          },
        });
        // Pressed twice, or by two people: once is enough.
        if (waiting > 0) return { waiting, ids: [] };
        const ids = await enterArena(recipe, models, tx);
        return { waiting: ids.length, ids };
      });
      await enqueueAll(sent.ids.map((picture) => ({ kind: 'generation', id: picture })));
      return sent.waiting;
    },
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
