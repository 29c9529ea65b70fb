import { baseNamed } from '@/lib/arena/rankings';
import {
  scoreboard,
  type Scoreboard,
  type ScoreboardCell,
  type ScoreboardRow,
} from '@/lib/arena/scoreboard';
import { THRESHOLD } from '@/lib/evaluation/ranking/prior';
import { builder } from '../builder';
import { Model } from './model';
import { Category } from './prompt';

const Detected = builder
  .objectRef<NonNullable<ScoreboardCell['detected']>>('DetectedShare')
  .implement({
    description:
      'Share of pictures of held-out prompts with every fact right, by the base’s own detector, with its 95 % interval.',
    fields: (t) => ({
      value: t.exposeFloat('value'),
      low: t.exposeFloat('low'),
      high: t.exposeFloat('high'),
      prompts: t.exposeInt('prompts'),
    }),
  });

const Cell = builder.objectRef<ScoreboardCell>('ScoreboardCell').implement({
  fields: (t) => ({
    category: t.expose('category', {
      type: Category,
      nullable: true,
      description: 'Null for all of them.',
    }),
    share: t.exposeFloat('share', {
      nullable: true,
      description: `Share of the decisive votes that it won; null before there are ${THRESHOLD.decisive}, of ${THRESHOLD.voters} voters.`,
    }),
    low: t.exposeFloat('low', {
      nullable: true,
      description:
        'The lower end of the 95 % interval, which takes votes of one voter, and of one prompt, together; null from a single one.',
    }),
    high: t.exposeFloat('high', { nullable: true }),
    decisive: t.exposeInt('decisive', {
      description: 'Votes that said which of the two is better.',
    }),
    voters: t.exposeInt('voters'),
    detected: t.expose('detected', { type: Detected, nullable: true }),
  }),
});

const Row = builder.objectRef<ScoreboardRow>('ScoreboardRow').implement({
  fields: (t) => ({
    model: t.expose('model', { type: Model, description: 'The one that stands for its method.' }),
    cells: t.field({
      type: [Cell],
      description: 'The same categories in every row, that of all first.',
      resolve: ({ cells }) => [...cells],
    }),
  }),
});

const Board = builder.objectRef<Scoreboard>('Scoreboard').implement({
  description: 'Who follows the prompt, by method and category.',
  fields: (t) => ({
    base: t.exposeString('base'),
    rows: t.field({ type: [Row], resolve: ({ rows }) => [...rows] }),
    votes: t.exposeInt('votes'),
    voters: t.exposeInt('voters'),
    undecided: t.exposeFloat('undecided', {
      nullable: true,
      description: 'Share of all votes that said that two pictures are equal, or both bad.',
    }),
    alike: t.exposeFloat('alike', {
      nullable: true,
      description: 'Share of these models’ pairs of pictures that nobody can tell apart.',
    }),
    computedAt: t.expose('computedAt', { type: 'DateTime', nullable: true }),
  }),
});

builder.queryField('scoreboard', (t) =>
  t.field({
    type: Board,
    description: 'The result in one table, from the rankings as a worker has stored them.',
    args: {
      base: t.arg.string({ required: false, description: 'By default the base that came first.' }),
    },
    resolve: async (_root, { base }) => scoreboard(await baseNamed(base)),
  }),
);
