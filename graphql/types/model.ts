import { SCHEDULER_NAMES, suits } from '@/lib/diffusion/schedulers/names';
import { config } from '@/lib/config';
import { isMethod } from '@/lib/methods';
import { living, offered } from '@/lib/models/at-hand';
import { setRetired } from '@/lib/models/catalogue';
import { readPrompt, type PromptReading } from '@/lib/models/prompt-reading';
import {
  scorersPhrases,
  wordsByKind,
  type KnownWords,
  type Meaning,
} from '@/lib/models/vocabularies';
import { NotCurator, NotFound } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { ModelStatus, Prisma } from '@/lib/store/generated/client';
import { LIMITS } from '@/lib/studio/picture-limits';
import { builder } from '../builder';
import { requireCurator } from '../context';
import { resolveGlobalID } from '../global-id';
import { Method } from './method';

const StatusEnum = builder.enumType(ModelStatus, {
  name: 'ModelStatus',
  description: 'Whether a model is in use.',
  values: {
    ACTIVE: { description: 'Pictures can be asked of it.' },
    RETIRED: { description: 'Taken out of use; its pictures stay.' },
  },
});

const WordKind = builder.enumType('WordKind', {
  description: 'What a word is for.',
  values: {
    THING: { description: 'It names a thing.' },
    NUMBER: { description: 'It says how many.' },
    COLOUR: { description: 'It says which colour.' },
    PERSON: { description: 'It names a person.' },
    ACTION: { description: 'It says what somebody does.' },
    PLACE: { description: 'It says how one thing stands to another.' },
    BACKGROUND: { description: 'It says what all stands in, or before.' },
    OTHER: { description: 'It is for nothing of these.' },
  } as const satisfies Record<KnownWords['kind'], object>,
});

const MeaningType = builder.objectRef<Meaning>('KnownMeaning').implement({
  description:
    'Something that a prompt can state, and that a detector can check, in words that a base knows.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it means; of a number, its digits.' }),
    phrases: t.stringList({
      description: 'The usual one first; of a thing, then its plural.',
      resolve: ({ phrases }) => [...phrases],
    }),
    takesColour: t.exposeBoolean('takesColour', {
      description: 'A thing whose colour can be checked.',
    }),
  }),
});

const WordsOfKind = builder.objectRef<KnownWords>('KnownWords').implement({
  description: 'Words of one kind that a base knows.',
  fields: (t) => ({
    kind: t.expose('kind', { type: WordKind, description: 'What these words are for.' }),
    words: t.stringList({
      description: 'In alphabetical order; each is of one kind only.',
      resolve: ({ words }) => [...words],
    }),
    meanings: t.field({
      type: [MeaningType],
      description: 'What is said with them; none where no detector knows.',
      resolve: ({ meanings }) => [...meanings],
    }),
  }),
});

const ReadingType = builder.objectRef<PromptReading>('PromptReading').implement({
  description: 'What a base’s own tokenizer makes of a prompt, before anything is painted.',
  fields: (t) => ({
    tokens: t.exposeInt('tokens', { description: 'How many tokens it has in all.' }),
    mostTokens: t.exposeInt('mostTokens', {
      description: 'How many of them the text encoder reads.',
    }),
    truncatedWords: t.stringList({
      description:
        'The words that no longer fit, in their order; models that read with a language model of their own see them.',
      resolve: ({ truncatedWords }) => [...truncatedWords],
    }),
    unknownWords: t.stringList({
      description: 'Words that it never saw in training; none of a base that read everything.',
      resolve: ({ unknownWords }) => [...unknownWords],
    }),
  }),
});

builder.prismaNode('Base', {
  id: { field: 'id' },
  // Its card and figures are megabytes: a base is part of every picture, and reads only what is asked for.
  select: { id: true },
  nullable: true,
  description:
    'A diffusion model in the folder layout of diffusers, which the conditioning methods steer and never change.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Its unique name, as arguments called `base` take it.',
    }),
    title: t.exposeString('title', { description: 'What people call it.' }),
    isDefault: t.boolean({
      description:
        'It is painted with, and ranked, where nobody names another (DEFAULT_BASE); where none is, the one that came first is.',
      select: { name: true },
      resolve: ({ name }) => name === config().defaultBase,
    }),
    licence: t.exposeString('licence', { description: 'The licence of its weights.' }),
    folderSha256: t.exposeString('folderSha256', {
      description: 'SHA-256 of its folder’s manifest.',
    }),
    resolution: t.exposeInt('resolution', {
      description:
        'The side in pixels of the pictures that it was made for, and of its own by default.',
    }),
    sizeStep: t.exposeInt('sizeStep', {
      description: 'Width and height of a picture are multiples of so many pixels.',
    }),
    steps: t.exposeInt('steps', {
      description: 'How many denoising steps a picture takes by default.',
    }),
    guidanceScale: t.exposeFloat('guidanceScale', {
      description: 'The guidance scale of a picture by default.',
    }),
    scheduler: t.exposeString('scheduler', {
      description: 'A name of `schedulers`: what a picture is painted with by default.',
    }),
    schedulers: t.stringList({
      description: 'The names of those `schedulers` that it can be painted with, in their order.',
      select: { maxSigma: true },
      resolve: ({ maxSigma }) =>
        Object.keys(SCHEDULER_NAMES).filter((name) => suits(name, maxSigma)),
    }),
    predictionType: t.exposeString('predictionType', {
      description: 'What its UNet predicts: `epsilon` (the noise), `v_prediction` or `sample`.',
    }),
    scorers: t.relation('scorers', {
      description:
        'The detectors that judge its pictures; none of a base that nobody made one for.',
    }),
    vocabulary: t.field({
      type: [WordsOfKind],
      nullable: true,
      description:
        'All words that occurred in its training; any other one it cannot know. Null of a base that read everything.',
      select: () => ({
        knownWords: true,
        scorers: {
          where: { phrases: { not: Prisma.DbNull } },
          select: { id: true },
          orderBy: { id: 'desc' },
          take: 1,
        },
      }),
      resolve: async ({ knownWords, scorers: [scorer] }) => {
        if (knownWords.length === 0) return null;
        return wordsByKind(knownWords, scorer && (await scorersPhrases(scorer.id)));
      },
    }),
    reading: t.field({
      type: ReadingType,
      nullable: true,
      description:
        'How its text encoder reads a prompt. Null of a base that no worker has brought since this is known.',
      args: {
        prompt: t.arg.string({
          required: true,
          description: `A prompt or a longer version of one, ${LIMITS.enrichment} characters at most; what is behind is not looked at.`,
        }),
      },
      select: { id: true, folderSha256: true, knownWords: true },
      resolve: (base, { prompt }) => readPrompt(base, prompt.slice(0, LIMITS.enrichment)),
    }),
    evaluation: t.expose('evaluation', {
      type: 'Json',
      nullable: true,
      description: 'The model card’s measurements, as measured when the base was made.',
    }),
  }),
});

export const Model = builder.prismaNode('Model', {
  id: { field: 'id' },
  nullable: true,
  description:
    'A base with one conditioning method and one checkpoint of it: what paints pictures.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, unique for its base and its weights.' }),
    method: t.field({
      type: Method,
      description: 'How its prompts become text states.',
      select: { method: true },
      resolve: ({ method }) => (isMethod(method) ? method : 'UNKNOWN'),
    }),
    checkpoint: t.exposeString('checkpoint', {
      nullable: true,
      description: 'How far its adapter was trained, such as `step 3000`; null where nobody said.',
    }),
    weightsSha256: t.exposeString('weightsSha256', {
      description:
        'SHA-256 over its weights and all else that changes its pictures; labels in rankings have the beginning of it.',
    }),
    settings: t.expose('settings', {
      type: 'Json',
      nullable: true,
      description:
        'Of an adapter: whose states it reads, and what else its method says of it, such as SUR’s eta. Of one that paints ' +
        'in another way: the name of that way.',
    }),
    status: t.expose('status', {
      type: StatusEnum,
      description: 'Only people retire models, whoever has them.',
    }),
    atHand: t.boolean({
      description: 'Whether a living worker has it; a picture by one that none has waits.',
      select: () => ({ workers: { where: living(), take: 1, select: { id: true } } }),
      resolve: ({ workers }) => workers.length > 0,
    }),
    base: t.relation('base', { description: 'The base that it paints with.' }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it was first registered.',
    }),
  }),
});

builder.queryField('models', (t) =>
  t.prismaField({
    type: ['Model'],
    description: 'Every model there is or was: retired ones keep their pictures.',
    args: {
      offered: t.arg.boolean({
        defaultValue: false,
        description: 'Only those in use that a worker has; all in use while no worker runs.',
      }),
    },
    resolve: async (query, _root, args) => {
      const where = args.offered ? await offered() : {};
      return prisma().model.findMany({ ...query, where, orderBy: { id: 'asc' } });
    },
  }),
);

builder.mutationField('setModelRetired', (t) =>
  t.prismaField({
    type: 'Model',
    description:
      'Takes a model out of use, or back into it; its pictures stay. Only for curators: send CURATOR_TOKEN as ' +
      '`Authorization: Bearer …`.',
    errors: { types: [NotCurator, NotFound] },
    args: {
      id: t.arg.id({ required: true, description: 'The global id of a `Model`.' }),
      retired: t.arg.boolean({
        required: true,
        description: 'True takes it out of use, false back into it.',
      }),
    },
    resolve: async (query, _root, { id: globalId, retired }, context) => {
      requireCurator(context);
      const id = resolveGlobalID(globalId, 'Model') ?? '';
      await setRetired([id], retired);
      const model = await prisma().model.findUnique({ ...query, where: { id } });
      if (!model) throw new NotFound('There is no model of that id; ask for `models`.');
      return model;
    },
  }),
);
