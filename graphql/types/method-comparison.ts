import { comparisonSchema, type MethodComparison } from '@/lib/methods/comparison';
import { builder } from '../builder';
import { Difference } from './difference';
import { MeasuredWays } from './way';

type Row = MethodComparison['rows'][number];

const PromptForm = builder.enumType('PromptForm', {
  description: 'How the held-out prompts were worded.',
  values: {
    SIMPLE: { description: 'Short, as people write them.' },
    ENRICHED: { description: 'In their longer versions.' },
    PARAPHRASED: { description: 'In words that the base never saw in training.' },
    ALL: { description: 'In all three forms together.' },
  } as const,
});

const MethodRow = builder.objectRef<Row>('MethodRow').implement({
  description: 'Share of pictures with every fact right, with its 95 % interval.',
  fields: (t) => ({
    method: t.exposeString('method', { description: 'The name of a model of this base.' }),
    form: t.expose('form', { type: PromptForm, description: 'How the prompts were worded.' }),
    category: t.exposeString('category', { description: 'A Category, or ALL.' }),
    prompts: t.exposeInt('prompts', { description: 'How many prompts it was measured on.' }),
    value: t.exposeFloat('value', { description: 'The share itself, 0 to 1.' }),
    low: t.exposeFloat('low', { description: 'The lower end of its 95 % interval.' }),
    high: t.exposeFloat('high', { description: 'The upper end of its 95 % interval.' }),
    difference: t.expose('difference', {
      type: Difference,
      description: 'From the reference method.',
    }),
  }),
});

const AblationRow = builder
  .objectRef<MethodComparison['surAblation'][number]>('SurAblationRow')
  .implement({
    description: 'One of SUR’s variants under one η, on the short held-out prompts.',
    fields: (t) => ({
      variant: t.exposeString('variant', {
        description: 'Its losses, W0 and the axis of its attention.',
      }),
      trained: t.exposeBoolean('trained', { description: 'Whether this is the η of training.' }),
      eta: t.exposeFloat('eta', { description: 'The mean, where it is predicted per prompt.' }),
      movement: t.exposeFloat('movement', {
        description: 'How far CLIP’s states move, as a share of their length.',
      }),
      prompts: t.exposeInt('prompts', { description: 'How many; each with the same two seeds.' }),
      value: t.exposeFloat('value', {
        description: 'Share of pictures with every fact right, 0 to 1.',
      }),
      low: t.exposeFloat('low', { description: 'The lower end of its 95 % interval.' }),
      high: t.exposeFloat('high', { description: 'The upper end of its 95 % interval.' }),
      difference: t.expose('difference', {
        type: Difference,
        description: 'From vanilla, on the same prompts and seeds.',
      }),
    }),
  });

const Comparison = builder.objectRef<MethodComparison>('MethodComparison').implement({
  description: 'How the conditioning methods on one base compare on held-out prompts.',
  fields: (t) => ({
    command: t.exposeString('command', { description: 'What makes these numbers again.' }),
    prompts: t.exposeInt('prompts', { description: 'In each form.' }),
    seeds: t.exposeInt('seeds', { description: 'Pictures of each prompt by each method.' }),
    steps: t.exposeInt('steps', { description: 'How many denoising steps each picture took.' }),
    guidanceScale: t.exposeFloat('guidanceScale', {
      description: 'The guidance scale of every picture.',
    }),
    reference: t.exposeString('reference', {
      description: 'The name of the model that all others are compared with.',
    }),
    rows: t.field({
      type: [MethodRow],
      description: 'One for each model, form of the prompts and category.',
      resolve: ({ rows }) => rows,
    }),
    ways: t.expose('ways', {
      type: MeasuredWays,
      nullable: true,
      description: 'Other ways to paint with these models; null where nobody has measured them.',
    }),
    surAblation: t.field({
      type: [AblationRow],
      description: 'SUR’s parts, one changed at a time. Nothing was chosen by it.',
      resolve: ({ surAblation }) => surAblation,
    }),
  }),
});

builder.prismaObjectField('Base', 'methodComparison', (t) =>
  t.field({
    type: Comparison,
    nullable: true,
    description:
      'As measured when its adapters were made; null where nobody has, or with another UNet.',
    select: { comparison: true },
    resolve: ({ comparison }) => comparisonSchema.nullable().parse(comparison),
  }),
);
