import { builder } from '../builder';
import { evaluationRows, evaluationsOfEach } from '../evaluation-pages';
import { optionalID } from '../global-id';
import { rowConnection } from '../row-connection';
import { Aspect, Evaluation, EvaluationKind } from './evaluation';
import { Category } from './prompt';

const EvaluationFilter = builder.inputType('EvaluationFilter', {
  description: 'Which evaluations are asked for: those for which all that is given holds.',
  fields: (t) => ({
    kind: t.field({
      type: EvaluationKind,
      description: 'Only votes, only stars or only automatic scores.',
    }),
    generation: t.id({ description: 'Of this picture.' }),
    category: t.field({ type: Category, description: 'Only those on prompts of this category.' }),
    aspect: t.field({ type: Aspect, description: 'Only those that judge this.' }),
  }),
});

builder.queryField('evaluations', (t) =>
  t.connection({
    type: Evaluation,
    description:
      'Votes, stars and automatic scores, newest first: all of them once their pictures have left the arena.',
    args: {
      filter: t.arg({ type: EvaluationFilter, description: 'Which of them; by default all.' }),
    },
    resolve: (_root, { filter, ...args }, context, info) => {
      const { generation, ...conditions } = filter ?? {};
      const generationId = optionalID(generation, 'Generation');
      return rowConnection(args, (page) =>
        evaluationRows({ ...conditions, generationId }, page, context, info),
      );
    },
  }),
);

builder.prismaObjectField('Generation', 'evaluations', (t) =>
  t.connection({
    type: Evaluation,
    description:
      'What people and detectors said of it, newest first; votes once they are published.',
    args: {
      kind: t.arg({
        type: EvaluationKind,
        description: 'Only votes, only stars or only automatic scores; by default all.',
      }),
      aspect: t.arg({ type: Aspect, description: 'Only those that judge this; by default all.' }),
    },
    resolve: ({ id }, { kind, aspect, ...args }, context, info) =>
      rowConnection(args, (page) =>
        evaluationsOfEach({ kind, aspect }, page, context, info).load(id),
      ),
  }),
);
