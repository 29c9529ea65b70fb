import { ASPECTS, EVALUATION_KINDS } from '@/lib/arena/evaluations';
import { publicVoter } from '@/lib/arena/names';
import { builder } from '../builder';
import { Generation } from './generation';

export const EvaluationKind = builder.enumType('EvaluationKind', {
  description:
    'VOTE: an answer of the blind arena. RATING: stars, given by somebody who knew the painter. AUTOMATIC_SCORE: ' +
    'what a detector sees.',
  values: EVALUATION_KINDS,
});

export const Aspect = builder.enumType('Aspect', {
  description:
    'What is judged: a vote’s question (ALIGNMENT, OVERALL) or a rating’s criterion (ALIGNMENT, QUALITY, ' +
    'PLAUSIBILITY); an automatic score is about ALIGNMENT.',
  values: ASPECTS,
});

const EvaluatorKind = builder.enumType('EvaluatorKind', { values: ['VOTER', 'DETECTOR'] as const });

export const Evaluator = builder
  .objectRef<{ kind: 'VOTER' | 'DETECTOR'; name: string }>('Evaluator')
  .implement({
    description: 'Who says so.',
    fields: (t) => ({
      kind: t.expose('kind', { type: EvaluatorKind }),
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
    aspect: t.field({ type: Aspect }),
    verdict: t.string({
      description:
        'As text: LEFT, RIGHT, TIE or BOTH_BAD of a vote, 1 to 5 of a rating, 0 to 1 of an automatic score.',
    }),
    evaluator: t.field({ type: Evaluator }),
    generations: t.field({
      type: [Generation],
      description: 'The pictures that are judged.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});
