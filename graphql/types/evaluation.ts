import { z } from 'zod';
import { builder } from '../builder';

const judgedFacts = z.array(
  z.object({ fact: z.string(), asked: z.string(), seen: z.string(), right: z.boolean() }),
);

export const Evaluation = builder.interfaceRef<{ createdAt: Date }>('Evaluation').implement({
  description: "Somebody's or something's judgement of pictures.",
  fields: (t) => ({ createdAt: t.expose('createdAt', { type: 'DateTime' }) }),
});

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

builder.prismaObject('AutomaticScore', {
  interfaces: [Evaluation],
  description: 'What a scorer sees in a picture, and how much of the prompt that fulfils.',
  fields: (t) => ({
    scorer: t.relation('scorer'),
    facts: t.field({
      type: [JudgedFact],
      select: { facts: true },
      resolve: ({ facts }) => judgedFacts.parse(facts),
    }),
    score: t.exposeFloat('score', { description: 'The share of its facts that are right.' }),
  }),
});
