import { wilson } from '@/lib/evaluation/reliability';
import type { PictureFilter as Filter, PictureList } from '@/lib/studio/listed-pictures';
import { builder } from '../builder';
import { optionalID } from '../global-id';
import { picturesOfPrompt, pictureConnection } from '../picture-pages';
import { FactKind } from './automatic-score';
import { Status } from './enrichment';
import { Generation } from './generation';
import { Method } from './method';
import { Category } from './prompt';
import { Question } from './question';
import { Form } from './ranking';
import { Share } from './reliability';
import { totalFields } from './totals';

export const Direction = builder.enumType('OrderDirection', {
  description: 'Which way a list goes.',
  values: {
    ASC: { description: 'The lowest, or the oldest, first.' },
    DESC: { description: 'The highest, or the newest, first.' },
  } as const,
});

const FloatRange = builder.inputType('FloatRange', {
  description: 'Numbers between two; what is left out is no bound.',
  fields: (t) => ({
    gte: t.float({ description: 'Only from this on.' }),
    lt: t.float({ description: 'Only below this.' }),
  }),
});

export const DateTimeRange = builder.inputType('DateTimeRange', {
  description: 'Moments between two; what is left out is no bound.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'Only from this moment on.' }),
    lt: t.field({ type: 'DateTime', description: 'Only before this moment.' }),
  }),
});

const FactFilter = builder.inputType('FactFilter', {
  description: 'A fact that a prompt states and a scorer has looked for in its picture.',
  fields: (t) => ({
    kind: t.field({ type: FactKind, required: true, description: 'What the fact is about.' }),
    asked: t.string({
      description: 'As the scorer names it, such as `3 × cat`; by default any of that kind.',
    }),
    right: t.boolean({
      description: 'Whether the picture shows it; by default either.',
    }),
  }),
});

const GenerationFilter = builder.inputType('GenerationFilter', {
  description: 'Which pictures are asked for: those for which all that is given holds.',
  fields: (t) => ({
    category: t.field({ type: Category, description: 'Of prompts of this category.' }),
    method: t.field({ type: Method, description: 'By models of this conditioning method.' }),
    model: t.id({ description: 'By this model.' }),
    base: t.string({ description: 'By models of the base of this name.' }),
    form: t.field({ type: Form, description: 'Of the prompts themselves, or of longer versions.' }),
    seed: t.field({ type: 'Seed', description: 'From this seed.' }),
    score: t.field({
      type: FloatRange,
      description: 'Whose newest automatic score, 0 to 1, is between these.',
    }),
    facts: t.field({
      type: [FactFilter],
      description: 'In which a scorer has looked for all of these.',
    }),
    text: t.string({ description: 'Whose prompt has all of these words in it.' }),
    createdAt: t.field({ type: DateTimeRange, description: 'Asked for between these moments.' }),
    status: t.field({ type: Status, description: 'Of this status.' }),
  }),
});

const GenerationOrderField = builder.enumType('GenerationOrderField', {
  description: 'What pictures are put in order by; of equal ones the newer is the higher.',
  values: {
    CREATED: { description: 'When it was asked for.' },
    SCORE: { description: 'Its newest automatic score; those without one are left out.' },
    VOTES: { description: 'How many votes on ALIGNMENT about it count, as `votes` has them.' },
    WIN_RATE: {
      description:
        'The lower end of the interval of its `winRate` on ALIGNMENT, so that one lucky vote is not the best of all; those that ' +
        'nobody has decided about are left out.',
    },
  } as const satisfies Record<PictureList['order'], object>,
});

const GenerationOrder = builder.inputType('GenerationOrder', {
  description: 'Which pictures come first.',
  fields: (t) => ({
    field: t.field({
      type: GenerationOrderField,
      required: true,
      description: 'What they are put in order by.',
    }),
    direction: t.field({
      type: Direction,
      required: true,
      defaultValue: 'DESC',
      description: 'Whether the highest or the lowest come first.',
    }),
  }),
});

interface Asked {
  readonly filter:
    (Omit<Filter, 'modelId'> & { readonly model?: string | null | undefined }) | null | undefined;
  readonly orderBy: Pick<PictureList, 'direction'> & { readonly field: PictureList['order'] };
}

function listOf({ filter, orderBy: { field: order, direction } }: Asked): PictureList {
  const { model, ...conditions } = filter ?? {};
  const modelId = optionalID(model, 'Model');
  return { filter: { ...conditions, modelId }, order, direction };
}

builder.queryField('generations', (t) =>
  t.connection(
    {
      type: Generation,
      description:
        'Pictures that are in lists, newest first unless asked otherwise; without those that only repeat another one.',
      args: {
        filter: t.arg({ type: GenerationFilter, description: 'Which of them; by default all.' }),
        orderBy: t.arg({
          type: GenerationOrder,
          required: true,
          defaultValue: { field: 'CREATED', direction: 'DESC' },
          description: 'Which come first.',
        }),
        category: t.arg({
          type: Category,
          description: 'Only those of prompts of this category; by default all.',
          deprecationReason: 'Say it in `filter`.',
        }),
        status: t.arg({
          type: Status,
          description: 'Only those of this status; by default all.',
          deprecationReason: 'Say it in `filter`.',
        }),
      },
      resolve: (_root, { filter, orderBy, category, status, ...args }, context, info) =>
        pictureConnection(
          listOf({ filter: { category, status, ...filter }, orderBy }),
          args,
          context,
          info,
        ),
    },
    { fields: (t) => totalFields(t) },
  ),
);

builder.prismaObjectField('Prompt', 'generations', (t) =>
  t.connection(
    {
      type: Generation,
      description: 'Pictures of it that are in lists, newest first unless asked otherwise.',
      select: { id: true },
      args: {
        filter: t.arg({ type: GenerationFilter, description: 'Which of them; by default all.' }),
        orderBy: t.arg({
          type: GenerationOrder,
          required: true,
          defaultValue: { field: 'CREATED', direction: 'DESC' },
          description: 'Which come first.',
        }),
      },
      resolve: ({ id }, { filter, orderBy, ...args }, context, info) =>
        picturesOfPrompt(id, listOf({ filter, orderBy }), args, context, info),
    },
    { fields: (t) => totalFields(t) },
  ),
);

builder.prismaObject('PictureVotes', {
  description:
    'What voters said of a picture: published answers that make rankings, a few seconds old at most.',
  fields: (t) => ({
    question: t.expose('question', { type: Question, description: 'What they were asked.' }),
    wins: t.exposeInt('wins', { description: 'How often it was the better one.' }),
    losses: t.exposeInt('losses', { description: 'How often the other picture was.' }),
    ties: t.exposeInt('ties', { description: 'How often both were equally good.' }),
    bothBad: t.exposeInt('bothBad', { description: 'How often neither was any good.' }),
    winRate: t.field({
      type: Share,
      nullable: true,
      description: 'The share that it won of what it won or lost; null of nothing.',
      select: { wins: true, losses: true },
      resolve: ({ wins, losses }) => wilson(wins, wins + losses),
    }),
  }),
});

builder.prismaObjectField('Generation', 'votes', (t) =>
  t.relation('votes', {
    description: 'How it fared in the arena, for each question; none while no vote on it counts.',
    args: {
      question: t.arg({ type: Question, description: 'Only this question; by default each.' }),
    },
    query: ({ question }) => ({
      where: question ? { question } : {},
      orderBy: { question: 'asc' },
    }),
  }),
);
