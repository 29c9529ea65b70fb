import type { WayName } from '@/lib/methods/model-names';
import { WAY_NAMES, WAYS } from '@/lib/methods/ways';
import { wayRows, type MeasuredWays as Measured, type WayRow } from '@/lib/methods/ways/measured';
import { builder } from '../builder';
import { Difference } from './difference';
import { Paper } from './method';

/** What the others are compared with: the base's own text encoder, and the method that gets most right. */
const REFERENCES = ['vanilla', 'ella'];

const Way = builder.objectRef<WayName>('Way').implement({
  description:
    'Another way to paint with a model’s weights: a variant, which paints only where it is asked for by its id.',
  fields: (t) => ({
    name: t.string({
      description: 'Its name; its models are called after theirs and it, such as `ella-clip`.',
      resolve: (name) => name,
    }),
    models: t.stringList({
      description: 'The names of the models that can paint in this way.',
      resolve: (name) => [...WAYS[name].of],
    }),
    paper: t.field({
      type: Paper,
      description: 'Where it was published.',
      resolve: (name) => WAYS[name].paper,
    }),
    equation: t.string({
      description: 'What it changes, in one line.',
      resolve: (name) => WAYS[name].equation,
    }),
  }),
});

builder.queryField('ways', (t) =>
  t.field({
    type: [Way],
    description: 'Every other way to paint, in the order in which they are shown.',
    resolve: () => WAY_NAMES,
  }),
);

const DifferenceFrom = builder
  .objectRef<WayRow['differences'][number]>('DifferenceFrom')
  .implement({
    description: 'How far ahead of another model, on the same prompts and the same noise.',
    fields: (t) => ({
      from: t.exposeString('from', { description: 'The name of the other model.' }),
      difference: t.field({
        type: Difference,
        description: 'By how much, as a share of the pictures.',
        resolve: (difference) => difference,
      }),
    }),
  });

const Row = builder.objectRef<WayRow>('WayRow').implement({
  description: 'Share of pictures by one model with every fact right, with its 95 % interval.',
  fields: (t) => ({
    model: t.exposeString('model', { description: 'The name of a model of this base.' }),
    category: t.exposeString('category', { description: 'A Category, or ALL.' }),
    prompts: t.exposeInt('prompts', { description: 'How many, with one picture of each.' }),
    value: t.exposeFloat('value', { description: 'The share itself, 0 to 1.' }),
    low: t.exposeFloat('low', { description: 'The lower end of its 95 % interval.' }),
    high: t.exposeFloat('high', { description: 'The upper end of its 95 % interval.' }),
    cost: t.exposeFloat('cost', {
      description: 'Processor time of a picture, as a multiple of one by the first model.',
    }),
    differences: t.field({
      type: [DifferenceFrom],
      description: 'From vanilla, and from ELLA.',
      resolve: ({ differences }) => [...differences],
    }),
  }),
});

export const MeasuredWays = builder.objectRef<Measured>('MeasuredWays').implement({
  description: 'How other ways to paint compare on held-out prompts.',
  fields: (t) => ({
    command: t.exposeString('command', { description: 'What makes these numbers again.' }),
    prompts: t.int({
      description: 'How many; each was painted once by each model.',
      resolve: ({ categories }) => categories.length,
    }),
    steps: t.exposeInt('steps', { description: 'How many denoising steps each picture took.' }),
    guidanceScale: t.exposeFloat('guidanceScale', {
      description: 'The guidance scale of every picture.',
    }),
    rows: t.field({
      type: [Row],
      description: 'One for each model and category.',
      resolve: (measured) => wayRows(measured, REFERENCES),
    }),
  }),
});
