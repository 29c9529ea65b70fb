import { z } from 'zod';
import { METHOD_NAMES, METHODS, type MethodName } from '@/lib/methods';
import type { Method as Described, Step } from '@/lib/methods/method';
import { builder } from '../builder';

export const Method = builder.enumType(z.enum([...METHOD_NAMES, 'UNKNOWN']).enum, {
  name: 'Method',
  description: 'How a prompt becomes the text states that the UNet attends to.',
  values: {
    ...Object.fromEntries(
      METHOD_NAMES.map((name) => [name, { description: METHODS[name].summary }]),
    ),
    UNKNOWN: { description: 'One that this version of Sarovar does not have (any more).' },
  },
});

const MethodStep = builder.objectRef<Step>('MethodStep').implement({
  description: 'One part on the way from the prompt to the UNet.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'What the part is called.' }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'What is said below its title; null where nothing is.',
    }),
    trained: t.boolean({
      description: 'Whether the method trains it; all else is frozen.',
      resolve: ({ trained = false }) => trained,
    }),
  }),
});

export const Paper = builder.objectRef<NonNullable<Described['paper']>>('Paper').implement({
  description: 'Where a method was published.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'Its title with its number on arXiv.' }),
    url: t.exposeString('url', { description: 'Where it can be read.' }),
  }),
});

const ConditioningMethod = builder.objectRef<MethodName>('ConditioningMethod').implement({
  description: 'A conditioning method, explained.',
  fields: (t) => ({
    method: t.field({
      type: Method,
      description: 'Which method is explained.',
      resolve: (name) => name,
    }),
    title: t.string({
      description: 'What people call it.',
      resolve: (name) => METHODS[name].title,
    }),
    colour: t.string({
      description: 'Its one colour, as CSS has it; on dark pages its lightness is 0.15 more.',
      resolve: (name) => METHODS[name].colour,
    }),
    summary: t.string({
      description: 'What it does, in one line.',
      resolve: (name) => METHODS[name].summary,
    }),
    explanation: t.string({
      description: 'What it does and why, in a paragraph.',
      resolve: (name) => METHODS[name].explanation,
    }),
    paper: t.field({
      type: Paper,
      nullable: true,
      description: 'Where it was published; null where it was not.',
      resolve: (name) => METHODS[name].paper,
    }),
    path: t.field({
      type: [MethodStep],
      description: 'From the prompt to the UNet.',
      resolve: (name) => METHODS[name].path,
    }),
  }),
});

builder.queryField('methods', (t) =>
  t.field({
    type: [ConditioningMethod],
    description: 'Every conditioning method, in the order in which they are shown everywhere.',
    resolve: () => METHOD_NAMES,
  }),
);
