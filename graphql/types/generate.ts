import { resolveGlobalID } from '../global-id';
import { prisma } from '@/lib/store/database';
import { normalizePrompt } from '@/lib/store/prompts';
import { enqueueGeneration } from '@/lib/store/queue';
import { builder } from '../builder';
import { InvalidInput, NotFound, QueueFull } from '../errors';
import { parseGenerateInput } from '../generate-input';
import { Noise } from './generation';
import { Category } from './prompt';

/** Beyond this a newcomer would wait too long; better to say so at once. */
const MOST_WAITING = 200;

async function refuseWhenFull(): Promise<void> {
  const waiting = await prisma().generation.count({ where: { status: 'QUEUED' } });
  if (waiting >= MOST_WAITING) {
    throw new QueueFull(`${waiting} pictures are waiting already; please try again in a while.`);
  }
}

/** The active model of that global id, or the first active one. Throws NotFound. */
async function modelFor(globalId: string | null | undefined) {
  const id = globalId ? resolveGlobalID(globalId, 'Model') : undefined;
  const model = await prisma().model.findFirst({
    where: { status: 'ACTIVE', ...(globalId ? { id: id ?? '' } : {}) },
    include: { base: true },
    orderBy: { id: 'asc' },
  });
  if (model) return model;
  throw new NotFound(
    globalId ? 'There is no active model of that id; ask for `models`.' : 'There is no model yet.',
  );
}

const GenerateInput = builder.inputType('GenerateInput', {
  fields: (t) => ({
    prompt: t.string({ required: true }),
    negativePrompt: t.string(),
    category: t.field({ type: Category }),
    modelId: t.id({ description: 'By default the first active model.' }),
    seed: t.field({ type: 'Seed', description: 'By default a random one.' }),
    steps: t.int({ description: '1 to 100; 25 by default.' }),
    guidanceScale: t.float({ description: '0 to 20; guidance is off up to 1; 4 by default.' }),
    guidanceRescale: t.float({ description: '0 to 1; 0 by default.' }),
    scheduler: t.string({ description: 'A name of `schedulers`; ddim by default.' }),
    noise: t.field({ type: Noise }),
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
      const model = await modelFor(input.modelId);
      await refuseWhenFull();
      const normalizedText = normalizePrompt(text);
      const prompt = await prisma().prompt.upsert({
        where: { normalizedText },
        create: { text, normalizedText, category, licence: 'CC0-1.0' },
        update: {},
      });
      const { resolution } = model.base;
      const generation = await prisma().generation.create({
        ...query,
        data: {
          ...recipe,
          promptId: prompt.id,
          modelId: model.id,
          width: resolution,
          height: resolution,
        },
      });
      await enqueueGeneration(generation.id);
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
      const generation = await prisma().generation.create({
        ...query,
        data: {
          ...{ promptId, enrichmentId, modelId, seed, steps, guidanceScale, guidanceRescale },
          ...{ scheduler, noise, width, height, negativePrompt },
          reproducesId: original.reproducesId ?? original.id,
        },
      });
      await enqueueGeneration(generation.id);
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
