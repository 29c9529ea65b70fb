import { PUBLIC_COMPARISON, PUBLIC_PICTURE } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { living } from '@/lib/models/at-hand';
import { isOpen } from '@/lib/studio/cancel';
import { isMine } from '@/lib/studio/ownership';
import { builder } from '../builder';
import { viewerOf } from '../context';
import { placesOf } from '../queue-places';
import { Status } from './enrichment';
import { Visibility } from './prompt';
import { GuidanceModeType, Noise, Spacing } from './sampling';

const Reproduction = builder
  .objectRef<{ original: string; pixelsEqual: boolean }>('Reproduction')
  .implement({
    description: 'What came of running a recipe again.',
    fields: (t) => ({
      original: t.globalID({
        description: 'The global id of the picture that was painted again.',
        resolve: ({ original }) => ({ id: original, type: 'Generation' }),
      }),
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
    prompt: t.relation('prompt', { description: 'The prompt that it is of.' }),
    enrichment: t.relation('enrichment', {
      nullable: true,
      description:
        'The longer version that was painted instead of the prompt; null where none was.',
    }),
    model: t.relation('model', { description: 'The model that paints it.' }),
    comparison: t.prismaField({
      type: 'Comparison',
      nullable: true,
      description:
        'The comparison that it is part of; null where it is part of none that the public sees.',
      select: { comparisonId: true },
      resolve: (query, { comparisonId: id }) =>
        id
          ? prisma().comparison.findFirst({ ...query, where: { id, ...PUBLIC_COMPARISON } })
          : null,
    }),
    seed: t.expose('seed', { type: 'Seed', description: 'Where its random numbers begin.' }),
    steps: t.exposeInt('steps', { description: 'How many denoising steps it takes.' }),
    guidanceScale: t.exposeFloat('guidanceScale', {
      description:
        'How strongly the prompt is followed (classifier-free guidance); up to 1 guidance is off.',
    }),
    guidanceRescale: t.exposeFloat('guidanceRescale', {
      description: 'How far guidance is kept from raising the contrast: 0 not at all, 1 wholly.',
    }),
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
    scheduler: t.exposeString('scheduler', {
      description: 'A name of `schedulers`; of an old picture perhaps one that is gone.',
    }),
    noise: t.expose('noise', { type: Noise, description: 'Whose random numbers it starts from.' }),
    width: t.exposeInt('width', { description: 'Its width in pixels.' }),
    height: t.exposeInt('height', { description: 'Its height in pixels.' }),
    negativePrompt: t.exposeString('negativePrompt', {
      description: 'What should not be in the picture; empty where nothing was said.',
    }),
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
    initialSha256: t.exposeString('initialSha256', {
      nullable: true,
      description:
        'SHA-256 of the file of the picture that it was painted over; null where it began from noise alone.',
    }),
    strength: t.exposeFloat('strength', {
      nullable: true,
      description: 'How much of that picture was painted anew.',
    }),
    status: t.expose('status', {
      type: Status,
      description: 'Where it is on its way through a worker.',
    }),
    viewerCanCancel: t.boolean({
      description: 'It is not finished, and the caller may stop it.',
      select: { status: true, askedById: true },
      resolve: async (generation, _args, context) =>
        isOpen(generation) && isMine(await viewerOf(context), generation),
    }),
    visibility: t.expose('visibility', { type: Visibility, description: 'Who sees it.' }),
    currentStep: t.exposeInt('currentStep', { description: 'How many of its steps are done.' }),
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
      description: 'How it looked at its last preview, as a PNG; null where there was none.',
      select: { previewSha256: true },
      resolve: ({ previewSha256 }) => previewSha256 && `/i/${previewSha256}.png`,
    }),
    imageUrl: t.string({
      nullable: true,
      description: 'The finished picture, as a PNG with its recipe; null before.',
      select: { imageSha256: true },
      resolve: ({ imageSha256 }) => imageSha256 && `/i/${imageSha256}.png`,
    }),
    imageSha256: t.exposeString('imageSha256', {
      nullable: true,
      description: 'SHA-256 of that PNG file; null before it is finished.',
    }),
    pixelsSha256: t.exposeString('pixelsSha256', {
      nullable: true,
      description:
        'SHA-256 of its raw RGB bytes: equal pictures have equal ones, whatever their files say. Null before it is finished.',
    }),
    device: t.exposeString('device', {
      nullable: true,
      description: 'What it was painted on, such as `cpu` or `cuda:0`; null before.',
    }),
    runtime: t.expose('runtime', {
      type: 'Json',
      nullable: true,
      description:
        'The versions of ONNX Runtime and Node that painted it, and the platform; null before.',
    }),
    durationMs: t.exposeInt('durationMs', {
      nullable: true,
      description: 'How long its batch took: the pictures of a comparison are painted together.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it failed, in one sentence for people; null unless it did.',
    }),
    unknownWords: t.exposeStringList('unknownWords', {
      description: 'Words of the prompt that the model never saw in training.',
    }),
    truncatedWords: t.exposeStringList('truncatedWords', {
      description: 'Words that no longer fitted into the text encoder.',
    }),
    scores: t.relation('scores', { description: 'What detectors see in it.' }),
    score: t.exposeFloat('score', {
      nullable: true,
      description:
        'The newest of those, 0 to 1, by which lists are put in order; null without any.',
    }),
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
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a worker last began it; null before.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was finished, failed or was cancelled; null before.',
    }),
  }),
});

builder.queryField('generation', (t) =>
  t.prismaField({
    type: 'Generation',
    nullable: true,
    description: 'The picture behind a permalink.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The last part of the permalink /g/<key>.',
      }),
    },
    resolve: (query, _root, { key }) =>
      prisma().generation.findUnique({ ...query, where: { id: key, ...PUBLIC_PICTURE } }),
  }),
);
