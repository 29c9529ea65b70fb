import { z } from 'zod';
import { builder } from '../builder';
import { Aspect, Evaluation, Evaluator } from './evaluation';
import { Generation } from './generation';

const judgedFacts = z.array(
  z.object({ fact: z.string(), asked: z.string(), seen: z.string(), right: z.boolean() }),
);

const JudgedFact = builder.objectRef<z.infer<typeof judgedFacts>[number]>('JudgedFact').implement({
  description: 'One fact of a prompt, held against the picture.',
  fields: (t) => ({
    fact: t.exposeString('fact', {
      description: 'object, count, colour, relation, action, person or background.',
    }),
    asked: t.exposeString('asked', { description: 'What the prompt asks for.' }),
    seen: t.exposeString('seen', { description: 'What the scorer sees.' }),
    right: t.exposeBoolean('right'),
  }),
});

builder.prismaNode('Scorer', {
  id: { field: 'id' },
  nullable: true,
  description: 'A detector that judges the pictures of one base. It can be wrong.',
  fields: (t) => ({
    name: t.exposeString('name'),
    sha256: t.exposeString('sha256'),
    base: t.relation('base'),
    accuracy: t.expose('accuracy', {
      type: 'Json',
      nullable: true,
      description: 'How often it is right about real scenes, per fact, with 95 % intervals.',
    }),
  }),
});

builder.prismaNode('AutomaticScore', {
  id: { field: 'id' },
  nullable: true,
  interfaces: [Evaluation],
  description: 'What a scorer sees in a picture, and how much of the prompt that fulfils.',
  fields: (t) => ({
    aspect: t.field({ type: Aspect, resolve: () => 'ALIGNMENT' as const }),
    verdict: t.string({ select: { score: true }, resolve: ({ score }) => String(score) }),
    evaluator: t.field({
      type: Evaluator,
      select: { scorer: { select: { name: true } } },
      resolve: ({ scorer }) => ({ kind: 'DETECTOR' as const, name: scorer.name }),
    }),
    generation: t.relation('generation'),
    generations: t.field({
      type: [Generation],
      select: (_args, _context, nested) => ({ generation: nested() }),
      resolve: ({ generation }) => [generation],
    }),
    scorer: t.relation('scorer'),
    facts: t.field({
      type: [JudgedFact],
      select: { facts: true },
      resolve: ({ facts }) => judgedFacts.parse(facts),
    }),
    score: t.exposeFloat('score', { description: 'The share of its facts that are right.' }),
  }),
});
