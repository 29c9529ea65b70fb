import { published } from '@/lib/arena/published';
import { MatchupKind as MatchupKinds } from '@/lib/store/generated/client';
import { builder } from '../builder';
import { Aspect, Evaluation, Evaluator, voterAs } from './evaluation';
import { Generation } from './generation';
import { Prompt } from './prompt';
import { Outcome, Question } from './question';

const MatchupKind = builder.enumType(MatchupKinds, {
  name: 'MatchupKind',
  description: 'Why a voter was shown two pictures.',
  values: {
    SAMPLED: { description: 'Drawn by the sampling; such votes make the rankings.' },
    REPEATED: { description: 'Shown once more, to see whether the voter says the same again.' },
    GOLD: { description: 'One picture is of another prompt, to see whether the voter notices.' },
  },
});

const VotedPicture = builder.prismaObject('Generation', {
  variant: 'VotedPicture',
  description: 'One side of a vote.',
  fields: (t) => ({
    model: t.relation('model', { description: 'The model that painted it.' }),
    generation: t.variant(Generation, { description: 'The picture with all that it depends on.' }),
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
    aspect: t.expose('question', { type: Aspect, description: 'The question that it answers.' }),
    verdict: t.exposeString('outcome', { description: 'Its outcome as text.' }),
    evaluator: t.field({
      type: Evaluator,
      description: 'The voter, under their public name.',
      select: { matchup: { select: { voterId: true } } },
      resolve: ({ matchup }) => voterAs(matchup.voterId),
    }),
    generations: t.field({
      type: [Generation],
      description: 'The left picture, then the right one.',
      select: (_args, _context, nested) => ({
        matchup: { select: { left: nested(), right: nested() } },
      }),
      resolve: ({ matchup: { left, right } }) => [left, right],
    }),
    question: t.expose('question', { type: Question, description: 'What the voter was asked.' }),
    outcome: t.expose('outcome', { type: Outcome, description: 'What the voter said.' }),
    prompt: t.field({
      type: Prompt,
      description: 'The prompt that both pictures were judged by.',
      select: (_args, _context, nested) => ({ matchup: { select: { prompt: nested() } } }),
      resolve: ({ matchup }) => matchup.prompt,
    }),
    left: t.field({
      type: VotedPicture,
      description: 'What stood on the left.',
      select: (_args, _context, nested) => ({ matchup: { select: { left: nested() } } }),
      resolve: ({ matchup }) => matchup.left,
    }),
    right: t.field({
      type: VotedPicture,
      description: 'What stood on the right.',
      select: (_args, _context, nested) => ({ matchup: { select: { right: nested() } } }),
      resolve: ({ matchup }) => matchup.right,
    }),
    kind: t.field({
      type: MatchupKind,
      description: 'Why the two pictures were shown to the voter.',
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
