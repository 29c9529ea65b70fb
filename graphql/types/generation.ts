import { LISTED_PICTURE, PUBLIC_COMPARISON, PUBLIC_PICTURE } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { living } from '@/lib/models/at-hand';
import { GuidanceMode, NoiseSource, TimestepSpacing } from '@/lib/store/generated/client';
import { isOpen } from '@/lib/studio/cancel';
import { isMine } from '@/lib/studio/ownership';
import { builder } from '../builder';
import { viewerOf } from '../context';
import { placesOf } from '../queue-places';
import { Status } from './enrichment';
import { Category, Visibility } from './prompt';

export const Noise = builder.enumType(NoiseSource, {
  name: 'NoiseSource',
  description: 'Whose random numbers the picture starts from: PyTorch’s on CPU or on CUDA.',
});

export const GuidanceModeType = builder.enumType(GuidanceMode, {
  name: 'GuidanceMode',
  description:
    'How guidance combines both predictions: APG (arXiv 2410.02416) or CFG-Zero* (arXiv 2503.18886).',
});

export const Spacing = builder.enumType(TimestepSpacing, {
  name: 'TimestepSpacing',
  description: 'Which of the training’s timesteps a scheduler takes.',
});

const Reproduction = builder
  .objectRef<{ original: string; pixelsEqual: boolean }>('Reproduction')
  .implement({
    description: 'What came of running a recipe again.',
    fields: (t) => ({
      original: t.globalID({ resolve: ({ original }) => ({ id: original, type: 'Generation' }) }),
      pixelsEqual: t.exposeBoolean('pixelsEqual', {
        description: 'Whether every pixel of the two pictures is the same.',
      }),
    }),
  });

export const Generation = builder.prismaNode('Generation', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...PUBLIC_PICTURE }),
  nullable: true,
  description: 'One picture, with everything that it depends on.',
  fields: (t) => ({
    key: t.exposeString('id', { description: 'The last part of the permalink /g/<key>.' }),
    prompt: t.relation('prompt'),
    enrichment: t.relation('enrichment', { nullable: true }),
    model: t.relation('model'),
    comparison: t.prismaField({
      type: 'Comparison',
      nullable: true,
      select: { comparisonId: true },
      resolve: (query, { comparisonId: id }) =>
        id
          ? prisma().comparison.findFirst({ ...query, where: { id, ...PUBLIC_COMPARISON } })
          : null,
    }),
    seed: t.expose('seed', { type: 'Seed' }),
    steps: t.exposeInt('steps'),
    guidanceScale: t.exposeFloat('guidanceScale'),
    guidanceRescale: t.exposeFloat('guidanceRescale'),
    guidanceMode: t.expose('guidanceMode', {
      type: GuidanceModeType,
      nullable: true,
      description: 'Null: plain classifier-free guidance.',
    }),
    guidanceFrom: t.exposeFloat('guidanceFrom', {
      nullable: true,
      description: 'Null: from the first step.',
    }),
    guidanceTo: t.exposeFloat('guidanceTo', {
      nullable: true,
      description: 'Null: to the last step.',
    }),
    scheduler: t.exposeString('scheduler'),
    noise: t.expose('noise', { type: Noise }),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
    negativePrompt: t.exposeString('negativePrompt'),
    timestepSpacing: t.expose('timestepSpacing', {
      type: Spacing,
      nullable: true,
      description: 'Null: as the base says.',
    }),
    initialUrl: t.string({
      nullable: true,
      description: 'The picture that it was painted over.',
      select: { initialSha256: true },
      resolve: ({ initialSha256 }) => initialSha256 && `/i/${initialSha256}.png`,
    }),
    initialSha256: t.exposeString('initialSha256', { nullable: true }),
    strength: t.exposeFloat('strength', {
      nullable: true,
      description: 'How much of that picture was painted anew.',
    }),
    status: t.expose('status', { type: Status }),
    viewerCanCancel: t.boolean({
      description: 'It is not finished, and the caller may stop it.',
      select: { status: true, askedById: true },
      resolve: async (generation, _args, context) =>
        isOpen(generation) && isMine(await viewerOf(context), generation),
    }),
    visibility: t.expose('visibility', { type: Visibility }),
    currentStep: t.exposeInt('currentStep'),
    queuePosition: t.int({
      nullable: true,
      description:
        '1 when it is the next to be painted; null when it is not waiting. Those that wait for a worker that has ' +
        'their model do not count.',
      select: { id: true, status: true },
      resolve: ({ id, status }, _args, context) =>
        status === 'QUEUED' ? placesOf(context).load(id) : null,
    }),
    waitsForModel: t.boolean({
      description: 'It waits until there is a worker that has its model: now none has.',
      select: () => ({
        status: true,
        model: { select: { workers: { where: living(), take: 1, select: { id: true } } } },
      }),
      resolve: ({ status, model }) => status === 'QUEUED' && model.workers.length === 0,
    }),
    previewUrl: t.string({
      nullable: true,
      select: { previewSha256: true },
      resolve: ({ previewSha256 }) => previewSha256 && `/i/${previewSha256}.png`,
    }),
    imageUrl: t.string({
      nullable: true,
      select: { imageSha256: true },
      resolve: ({ imageSha256 }) => imageSha256 && `/i/${imageSha256}.png`,
    }),
    imageSha256: t.exposeString('imageSha256', { nullable: true }),
    pixelsSha256: t.exposeString('pixelsSha256', { nullable: true }),
    device: t.exposeString('device', { nullable: true }),
    runtime: t.expose('runtime', { type: 'Json', nullable: true }),
    durationMs: t.exposeInt('durationMs', {
      nullable: true,
      description: 'How long its batch took: the pictures of a comparison are painted together.',
    }),
    error: t.exposeString('error', { nullable: true }),
    unknownWords: t.exposeStringList('unknownWords', {
      description: 'Words of the prompt that the model never saw in training.',
    }),
    truncatedWords: t.exposeStringList('truncatedWords', {
      description: 'Words that no longer fitted into the text encoder.',
    }),
    scores: t.relation('scores'),
    reproduction: t.field({
      type: Reproduction,
      nullable: true,
      description: 'Set once a picture that repeats another one is finished.',
      select: { pixelsSha256: true, reproduces: { select: { id: true, pixelsSha256: true } } },
      resolve: ({ pixelsSha256, reproduces }) =>
        reproduces && pixelsSha256
          ? { original: reproduces.id, pixelsEqual: reproduces.pixelsSha256 === pixelsSha256 }
          : null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('generation', (t) =>
  t.prismaField({
    type: 'Generation',
    nullable: true,
    description: 'The picture behind a permalink.',
    args: { key: t.arg.string({ required: true }) },
    resolve: (query, _root, { key }) =>
      prisma().generation.findUnique({ ...query, where: { id: key, ...PUBLIC_PICTURE } }),
  }),
);

builder.queryField('generations', (t) =>
  t.prismaConnection({
    type: 'Generation',
    cursor: 'id',
    description: 'Pictures, newest first; without those that only repeat another one.',
    args: {
      category: t.arg({ type: Category, required: false }),
      status: t.arg({ type: Status, required: false }),
    },
    resolve: (query, _root, { category, status }) =>
      prisma().generation.findMany({
        ...query,
        where: {
          reproducesId: null,
          ...LISTED_PICTURE,
          ...(category ? { AND: { prompt: { category } } } : {}),
          ...(status ? { status } : {}),
        },
        orderBy: { id: 'desc' },
      }),
  }),
);
