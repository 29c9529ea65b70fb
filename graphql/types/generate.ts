import { enqueue } from '@/lib/jobs/queue';
import { InvalidInput, NotFound, NotYours, QueueFull } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { cancelGeneration } from '@/lib/studio/cancel';
import { parseGenerateInput, recipeOn } from '@/lib/studio/generate-input';
import { storePrompt } from '@/lib/studio/prompts';
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
import { optionalID, resolveGlobalID } from '../global-id';
import { builder } from '../builder';
import { askerOf, viewerOf } from '../context';
import { recipeFields } from './recipe-fields';

const GenerateInput = builder.inputType('GenerateInput', {
  fields: (t) => ({
    ...recipeFields(t),
    modelId: t.id({
      description: 'By default the first model that a worker has; one that none has is waited for.',
    }),
    seed: t.field({ type: 'Seed', description: 'By default a random one.' }),
  }),
});

builder.mutationField('generate', (t) =>
  t.prismaField({
    type: 'Generation',
    description: 'Asks for a picture and returns at once; follow it with `generationProgress`.',
    errors: { types: [InvalidInput, NotFound, QueueFull] },
    args: { input: t.arg({ type: GenerateInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { prompt: text, category, ...recipe } = parseGenerateInput(input);
      const active = await activeModels();
      const wanted = optionalID(input.modelId, 'Model');
      const model =
        wanted === undefined ? oldestOf(await offeredOf(active)) : modelOf(active, wanted);
      const painted = recipeOn(model.base, recipe);
      await checkInitial(painted.initialSha256);
      await refuseWhenFull([model.id]);
      const enrichmentId = await finishedEnrichment(
        optionalID(input.enrichmentId, 'Enrichment'),
        text,
      );
      const prompt = await storePrompt({ text, category, licence: PROMPT_LICENCE });
      const generation = await prisma().generation.create({
        ...query,
        data: {
          ...painted,
          promptId: prompt.id,
          enrichmentId,
          modelId: model.id,
          askedById: await askerOf(context),
        },
      });
      await enqueue({ kind: 'generation', id: generation.id });
      return generation;
    },
  }),
);

builder.mutationField('reproduce', (t) =>
  t.prismaField({
    type: 'Generation',
    description: 'Paints a finished recipe again, to see whether it gives the same picture.',
    errors: { types: [NotFound, QueueFull] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (query, _root, { id: globalId }, context) => {
      const original = await prisma().generation.findUnique({
        where: { id: resolveGlobalID(globalId, 'Generation') ?? '', status: 'SUCCEEDED' },
        select: {
          ...RECIPE,
          modelId: true,
          seed: true,
          id: true,
          unlisted: true,
          reproducesId: true,
        },
      });
      if (!original) throw new NotFound('There is no finished picture of that id.');
      await refuseWhenFull([original.modelId]);
      const { id, reproducesId, ...recipe } = original;
      const generation = await prisma().generation.create({
        ...query,
        data: { ...recipe, reproducesId: reproducesId ?? id, askedById: await askerOf(context) },
      });
      await enqueue({ kind: 'generation', id: generation.id });
      return generation;
    },
  }),
);

builder.mutationField('cancelGeneration', (t) =>
  t.prismaField({
    type: 'Generation',
    description:
      'Stops a picture that waits or is being painted; a finished one stays as it is. Only for whoever asked ' +
      'for it, and for curators.',
    errors: { types: [NotFound, NotYours] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (query, _root, { id: globalId }, context) => {
      const id = resolveGlobalID(globalId, 'Generation') ?? '';
      await cancelGeneration(await viewerOf(context), id);
      return prisma().generation.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);
