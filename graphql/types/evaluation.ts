import type { Aspect as Aspects, EvaluationKind as EvaluationKinds } from '@/lib/arena/evaluations';
import { publicVoter } from '@/lib/arena/names';
import { builder } from '../builder';
import { Generation } from './generation';

export const EvaluationKind = builder.enumType('EvaluationKind', {
  description: 'How pictures were judged.',
  values: {
    VOTE: { description: 'An answer of the blind arena.' },
    RATING: { description: 'Stars, given by somebody who knew the painter.' },
    AUTOMATIC_SCORE: { description: 'What a detector sees.' },
  } as const satisfies Record<EvaluationKinds, object>,
});

export const Aspect = builder.enumType('Aspect', {
  description:
    'What is judged: a vote’s question (ALIGNMENT, OVERALL) or a rating’s criterion (ALIGNMENT, QUALITY, ' +
    'PLAUSIBILITY); an automatic score is about ALIGNMENT.',
  values: {
    ALIGNMENT: {
      description: 'How well a picture follows its prompt: by votes, stars or a detector.',
    },
    OVERALL: { description: 'Which picture is preferred: by votes.' },
    QUALITY: { description: 'Whether a picture is well made: by stars.' },
    PLAUSIBILITY: { description: 'Whether it could be what it shows: by stars.' },
  } as const satisfies Record<Aspects, object>,
});

const EvaluatorKind = builder.enumType('EvaluatorKind', {
  description: 'Who, or what, can judge a picture.',
  values: {
    VOTER: { description: 'A person, known by a cookie and nothing else.' },
    DETECTOR: { description: 'A program that looks for what the prompt states.' },
  } as const,
});

export const Evaluator = builder
  .objectRef<{ kind: 'VOTER' | 'DETECTOR'; name: string }>('Evaluator')
  .implement({
    description: 'Who says so.',
    fields: (t) => ({
      kind: t.expose('kind', {
        type: EvaluatorKind,
        description: 'Whether a person or a program says so.',
      }),
      name: t.exposeString('name', {
        description:
          'The detector’s, or a voter’s public name: it leads nowhere, as in the exports.',
      }),
    }),
  });

/** A voter as everybody may know them. */
export function voterAs(voterId: string) {
  return { kind: 'VOTER' as const, name: publicVoter(voterId) };
}

export const Evaluation = builder.interfaceRef<{ createdAt: Date }>('Evaluation').implement({
  description: 'Somebody’s or something’s judgement of pictures.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    aspect: t.field({ type: Aspect, description: 'What of the pictures is judged.' }),
    verdict: t.string({
      description:
        'As text: LEFT, RIGHT, TIE or BOTH_BAD of a vote, 1 to 5 of a rating, 0 to 1 of an automatic score.',
    }),
    evaluator: t.field({ type: Evaluator, description: 'Who, or what, says so.' }),
    generations: t.field({
      type: [Generation],
      description: 'The pictures that are judged.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was given.' }),
  }),
});
