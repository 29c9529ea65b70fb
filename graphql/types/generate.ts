import { InvalidInput, NotFound, NotYours, QueueFull, TooFast } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { cancelGeneration } from '@/lib/studio/cancel';
import { requestGeneration, requestReproduction } from '@/lib/studio/request-pictures';
import { optionalID, resolveGlobalID } from '../global-id';
import { builder } from '../builder';
import { askerOf, viewerOf } from '../context';
import { CONSENT } from './consent';
import { recipeFields } from './recipe-fields';

const GenerateInput = builder.inputType('GenerateInput', {
  description: 'One prompt and one recipe for one model; what is left out its base says.',
  fields: (t) => ({
    ...recipeFields(t),
    modelId: t.id({
      description:
        'By default the first model of the default base that a worker has; one that none has is waited for.',
    }),
    seed: t.field({ type: 'Seed', description: 'By default a random one.' }),
  }),
});

builder.mutationField('generate', (t) =>
  t.prismaField({
    type: 'Generation',
    description: `Asks for a picture, with what the base says where nothing is said (see \`Base\`), and returns at once; follow it with \`generationProgress\`. ${CONSENT}`,
    errors: { types: [InvalidInput, NotFound, QueueFull, TooFast] },
    args: {
      input: t.arg({
        type: GenerateInput,
        required: true,
        description: 'What to paint, by which model and from which seed.',
      }),
    },
    resolve: async (query, _root, { input }, context) => {
      const modelId = optionalID(input.modelId, 'Model');
      const enrichmentId = optionalID(input.enrichmentId, 'Enrichment');
      const id = await requestGeneration(input, { modelId, enrichmentId }, askerOf(context));
      return prisma().generation.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);

builder.mutationField('reproduce', (t) =>
  t.prismaField({
    type: 'Generation',
    description: `Paints a finished recipe again, to see whether it gives the same picture. ${CONSENT}`,
    errors: { types: [InvalidInput, NotFound, QueueFull, TooFast] },
    args: {
      id: t.arg.id({ required: true, description: 'The global id of a finished `Generation`.' }),
    },
    resolve: async (query, _root, { id: globalId }, context) => {
      const originalId = resolveGlobalID(globalId, 'Generation') ?? '';
      const id = await requestReproduction(originalId, askerOf(context));
      return prisma().generation.findUniqueOrThrow({ ...query, where: { id } });
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
    args: { id: t.arg.id({ required: true, description: 'The global id of a `Generation`.' }) },
    resolve: async (query, _root, { id: globalId }, context) => {
      const id = resolveGlobalID(globalId, 'Generation') ?? '';
      await cancelGeneration(await viewerOf(context), id);
      return prisma().generation.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);
