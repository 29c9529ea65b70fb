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
      value: t.exposeFloat('value', { description: 'The share itself, 0 to 1.' }),
      low: t.exposeFloat('low', { description: 'The lower end of its 95 % interval.' }),
      high: t.exposeFloat('high', { description: 'The upper end of its 95 % interval.' }),
      prompts: t.exposeInt('prompts', { description: 'How many prompts it was measured on.' }),
    }),
  });

const Cell = builder.objectRef<ScoreboardCell>('ScoreboardCell').implement({
  description: 'What is known of one model in one category.',
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
    high: t.exposeFloat('high', {
      nullable: true,
      description: 'The upper end of that interval; null where the lower one is.',
    }),
    decisive: t.exposeInt('decisive', {
      description: 'Votes that said which of the two is better.',
    }),
    voters: t.exposeInt('voters', { description: 'How many people gave those decisive votes.' }),
    detected: t.expose('detected', {
      type: Detected,
      nullable: true,
      description: 'How often a detector finds every fact; null where nobody measured that.',
    }),
  }),
});

const Row = builder.objectRef<ScoreboardRow>('ScoreboardRow').implement({
  description: 'What is known of one model, category by category.',
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
    base: t.exposeString('base', {
      description: 'The name of the base whose models are compared.',
    }),
    rows: t.field({
      type: [Row],
      description: 'One for each method, in the order of `methods`.',
      resolve: ({ rows }) => [...rows],
    }),
    votes: t.exposeInt('votes', { description: 'How many votes it is made of, decisive or not.' }),
    voters: t.exposeInt('voters', { description: 'How many people gave them.' }),
    undecided: t.exposeFloat('undecided', {
      nullable: true,
      description:
        'Share of all votes that said that two pictures are equal, or both bad; null before any.',
    }),
    alike: t.exposeFloat('alike', {
      nullable: true,
      description:
        'Share of the base’s pairs of pictures that nobody can tell apart, by any two models, as `tellApart` has them one by one; null before any was measured.',
    }),
    computedAt: t.expose('computedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Of which moment its votes are; null before a worker has ranked any.',
    }),
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
