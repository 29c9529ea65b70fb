import { published } from '@/lib/arena/published';
import { MatchupKind as MatchupKinds } from '@/lib/store/generated/client';
import { builder } from '../builder';
import { Aspect, Evaluation, Evaluator, voterAs } from './evaluation';
import { Generation } from './generation';
import { Outcome, Question } from './matchup';
import { Prompt } from './prompt';

const MatchupKind = builder.enumType(MatchupKinds, {
  name: 'MatchupKind',
  description:
    'SAMPLED votes make the rankings; REPEATED and GOLD ones show how reliable the voters are.',
});

const VotedPicture = builder.prismaObject('Generation', {
  variant: 'VotedPicture',
  description: 'One side of a vote.',
  fields: (t) => ({
    model: t.relation('model'),
    generation: t.variant(Generation),
  }),
});

builder.prismaNode('Vote', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...published }),
  nullable: true,
  interfaces: [Evaluation],
  description:
    'An answer of the blind arena, as it is exported: one that was not taken back, of pictures that have left it ' +
    'and that no curator has hidden.',
  fields: (t) => ({
    aspect: t.expose('question', { type: Aspect }),
    verdict: t.exposeString('outcome'),
    evaluator: t.field({
      type: Evaluator,
      select: { matchup: { select: { voterId: true } } },
      resolve: ({ matchup }) => voterAs(matchup.voterId),
    }),
    generations: t.field({
      type: [Generation],
      select: (_args, _context, nested) => ({
        matchup: { select: { left: nested(), right: nested() } },
      }),
      resolve: ({ matchup: { left, right } }) => [left, right],
    }),
    question: t.expose('question', { type: Question }),
    outcome: t.expose('outcome', { type: Outcome }),
    prompt: t.field({
      type: Prompt,
      select: (_args, _context, nested) => ({ matchup: { select: { prompt: nested() } } }),
      resolve: ({ matchup }) => matchup.prompt,
    }),
    left: t.field({
      type: VotedPicture,
      select: (_args, _context, nested) => ({ matchup: { select: { left: nested() } } }),
      resolve: ({ matchup }) => matchup.left,
    }),
    right: t.field({
      type: VotedPicture,
      select: (_args, _context, nested) => ({ matchup: { select: { right: nested() } } }),
      resolve: ({ matchup }) => matchup.right,
    }),
    kind: t.field({
      type: MatchupKind,
      select: { matchup: { select: { kind: true } } },
      resolve: ({ matchup }) => matchup.kind,
    }),
    quarantined: t.boolean({
      description: 'Set aside: no honest voter would plausibly answer like this one.',
      select: { matchup: { select: { voter: { select: { quarantine: true } } } } },
      resolve: ({ matchup }) => matchup.voter.quarantine?.liftedAt === null,
    }),
  }),
});
