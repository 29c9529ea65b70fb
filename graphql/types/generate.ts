import { resolveGlobalID } from '../global-id';
import { prisma } from '@/lib/store/database';
import { enqueue } from '@/lib/store/queue';
import { builder } from '../builder';
import { InvalidInput, NotFound, QueueFull } from '../errors';
import { parseGenerateInput, recipeOn } from '../generate-input';
import {
  activeModel,
  checkInitial,
  finishedEnrichment,
  refuseWhenFull,
  storePrompt,
} from '../requests';
import { Noise, Spacing } from './generation';
import { Category } from './prompt';

const GenerateInput = builder.inputType('GenerateInput', {
  fields: (t) => ({
    prompt: t.string({ required: true }),
    negativePrompt: t.string(),
    category: t.field({ type: Category }),
    enrichmentId: t.id({ description: 'Paints this longer version of the prompt instead of it.' }),
    modelId: t.id({ description: 'By default the first active model.' }),
    seed: t.field({ type: 'Seed', description: 'By default a random one.' }),
    steps: t.int({ description: '1 to 100; by default what the base says.' }),
    guidanceScale: t.float({
      description: '0 to 20; guidance is off up to 1; by default what the base says.',
    }),
    guidanceRescale: t.float({ description: '0 to 1; 0 by default.' }),
    scheduler: t.string({ description: 'A name of `schedulers`; by default what the base says.' }),
    width: t.int({ description: 'Pixels, 32 to 1024, in steps of the base’s `sizeStep`.' }),
    height: t.int(),
    noise: t.field({ type: Noise }),
    timestepSpacing: t.field({ type: Spacing, description: 'By default what the base says.' }),
    initialSha256: t.string({
      description: 'A picture to paint over: what `keepPicture` answered, or an `imageSha256`.',
    }),
    strength: t.float({
      description: 'How much of that picture is painted anew, 0.01 to 1; by default 0.75.',
    }),
  }),
});

builder.mutationField('generate', (t) =>
  t.prismaField({
    type: 'Generation',
    description: 'Asks for a picture and returns at once; follow it with `generationProgress`.',
    errors: { types: [InvalidInput, NotFound, QueueFull] },
    args: { input: t.arg({ type: GenerateInput, required: true }) },
    resolve: async (query, _root, { input }) => {
      const { prompt: text, category, ...recipe } = parseGenerateInput(input);
      const model = await activeModel(input.modelId);
      const painted = recipeOn(model.base, recipe);
      await checkInitial(painted.initialSha256);
      await refuseWhenFull();
      const enrichmentId = await finishedEnrichment(input.enrichmentId, text);
      const prompt = await storePrompt(text, category);
      const generation = await prisma().generation.create({
        ...query,
        data: {
          ...{ ...painted, promptId: prompt.id, enrichmentId, modelId: model.id },
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
    resolve: async (query, _root, { id }) => {
      const original = await prisma().generation.findUnique({
        where: { id: resolveGlobalID(id, 'Generation') ?? '' },
      });
      if (original?.status !== 'SUCCEEDED') {
        throw new NotFound('There is no finished picture of that id.');
      }
      await refuseWhenFull();
      const { promptId, enrichmentId, modelId, seed, steps, guidanceScale } = original;
      const { guidanceRescale, scheduler, noise, width, height, negativePrompt } = original;
      const { timestepSpacing, initialSha256, strength, unlisted } = original;
      const generation = await prisma().generation.create({
        ...query,
        data: {
          ...{ promptId, enrichmentId, modelId, seed, steps, guidanceScale, guidanceRescale },
          ...{ scheduler, noise, width, height, negativePrompt, unlisted },
          ...{ timestepSpacing, initialSha256, strength },
          reproducesId: original.reproducesId ?? original.id,
        },
      });
      await enqueue({ kind: 'generation', id: generation.id });
      return generation;
    },
  }),
);

builder.mutationField('cancelGeneration', (t) =>
  t.prismaField({
    type: 'Generation',
    description: 'Stops a picture that waits or is being painted; a finished one stays as it is.',
    errors: { types: [NotFound] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (query, _root, { id: globalId }) => {
      const id = resolveGlobalID(globalId, 'Generation') ?? '';
      await prisma().generation.updateMany({
        where: { id, status: { in: ['QUEUED', 'RUNNING'] } },
        data: { status: 'CANCELLED', finishedAt: new Date(), previewSha256: null },
      });
      const generation = await prisma().generation.findUnique({ ...query, where: { id } });
      if (!generation) throw new NotFound('There is no picture of that id.');
      return generation;
    },
  }),
);
