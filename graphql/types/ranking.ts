import { baseNamed, ranking, type DatedRanking } from '@/lib/arena/rankings';
import { LEAST_DECIDED, SEASONED } from '@/lib/evaluation/held';
import type { PairResult, SliceRanking } from '@/lib/evaluation/leaderboard';
import { PRIOR, THRESHOLD } from '@/lib/evaluation/ranking/prior';
import { builder } from '../builder';
import { Category } from './prompt';
import { Question } from './question';
import { Counts, Ranked } from './ranked-model';

/** The largest Int of GraphQL. */
const MOST_INT = 2 ** 31 - 1;

export const Form = builder.enumType('PaintedForm', {
  description: 'What was painted of a prompt.',
  values: {
    SIMPLE: { description: 'The short prompt itself.' },
    ENRICHED: { description: 'Its longer version instead.' },
  } as const,
});

export const Voters = builder.enumType('VoterGroup', {
  description: 'Whose votes a ranking is made of.',
  values: {
    ALL: { description: 'Everybody who has voted.' },
    SEASONED: {
      description: `Voters who have decided at least ${SEASONED.decided} matchups, the first at least ${SEASONED.days} days before the newest of all.`,
    },
    VERIFIED: { description: 'Voters who have signed in: one for an account.' },
  } as const,
});

const Pair = builder.objectRef<PairResult>('PairResult').implement({
  description: 'How two models fared against each other.',
  fields: (t) => ({
    first: t.exposeString('first', { description: 'The label of the one: name and weights.' }),
    second: t.exposeString('second', { description: 'The label of the other.' }),
    wins: t.exposeInt('wins', { description: 'Of the first over the second.' }),
    losses: t.exposeInt('losses', { description: 'Of the second over the first.' }),
    ties: t.exposeInt('ties', { description: 'Votes that said that both are equal.' }),
    bothBad: t.exposeInt('bothBad', { description: 'Votes that said that both are bad.' }),
  }),
});

const PriorRef = builder.objectRef<typeof PRIOR>('RankingPrior').implement({
  description: 'What is believed before any vote: normal around 0, each by itself.',
  fields: (t) => ({
    strength: t.exposeFloat('strength', {
      description: 'Standard deviation of a strength, in natural logarithms of odds.',
    }),
    ties: t.exposeFloat('ties', {
      description: 'Standard deviation of the logarithm of Davidson’s ν.',
    }),
  }),
});

const ThresholdRef = builder.objectRef<typeof THRESHOLD>('RankingThreshold').implement({
  description: 'What a model needs for a rating.',
  fields: (t) => ({
    decisive: t.exposeInt('decisive', { description: 'Votes for or against it.' }),
    voters: t.exposeInt('voters', { description: 'Who gave them.' }),
  }),
});

const DecisiveVote = builder.objectRef<{ id: string; matchup: string }>('DecisiveVote').implement({
  description: 'One of the votes on which the first place hangs.',
  fields: (t) => ({
    vote: t.exposeString('id', { description: 'Its id in the export.' }),
    matchup: t.exposeString('matchup', { description: 'The last part of the permalink /v/<key>.' }),
  }),
});

const FragilityRef = builder
  .objectRef<NonNullable<SliceRanking['fragility']>>('Fragility')
  .implement({
    description: 'How few votes carry the first place.',
    fields: (t) => ({
      leader: t.exposeString('leader', { description: 'The label of who leads.' }),
      rival: t.exposeString('rival', { description: 'Who would lead without those votes.' }),
      votes: t.exposeInt('votes', {
        description: 'How few votes it takes: without them the rival would lead.',
      }),
      which: t.field({
        type: [DecisiveVote],
        description: 'The twenty that matter most, those first.',
        resolve: ({ which }) => [...which],
      }),
    }),
  });

const SetAside = builder
  .objectRef<NonNullable<SliceRanking['setAside']> & { base: string }>('SetAside')
  .implement({
    description: 'Votes that are not counted because no honest voter would plausibly give them.',
    fields: (t) => ({
      votes: t.exposeInt('votes', { description: 'How many votes are set aside.' }),
      voters: t.exposeInt('voters', { description: 'How many voters gave them.' }),
      modelsWithIt: t.field({
        type: [Ranked],
        description: 'The ranking, best first, if these votes counted.',
        resolve: ({ rankingWithIt, base }) =>
          rankingWithIt.models.map((model) => ({ ...model, base })),
      }),
    }),
  });

const Held = builder.objectRef<NonNullable<SliceRanking['held']>>('HeldBack').implement({
  description: 'Votes that are not counted yet.',
  fields: (t) => ({
    votes: t.exposeInt('votes', { description: 'How many votes do not count yet.' }),
    voters: t.exposeInt('voters', { description: 'How many voters gave them.' }),
  }),
});

export const RankingRef = builder.objectRef<DatedRanking>('Ranking').implement({
  description:
    'Strengths by Davidson’s model (1970) from blind votes, under a weak prior, with intervals that take votes ' +
    'of one voter, and of one prompt, together.',
  fields: (t) => ({
    base: t.exposeString('base', { description: 'The name of the base whose models are ranked.' }),
    question: t.expose('question', { type: Question, description: 'What the voters were asked.' }),
    computedAt: t.expose('computedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Of which moment its votes are. Null before a worker has ranked any, and in a ranking that was ' +
        'kept, which has a date of its own.',
    }),
    votes: t.int({
      description: 'How many votes it is made of.',
      resolve: (own) => own.ranking.votes,
    }),
    voters: t.int({
      description: 'How many voters gave them.',
      resolve: (own) => own.ranking.voters,
    }),
    prompts: t.int({
      description: 'How many prompts they are about.',
      resolve: (own) => own.ranking.prompts,
    }),
    models: t.field({
      type: [Ranked],
      description: 'Those that have a rating, best first.',
      resolve: (own) => own.ranking.models.map((model) => ({ ...model, base: own.base })),
    }),
    reweighted: t.field({
      type: [Ranked],
      description:
        'As if every pair had been shown equally often: each vote weighs as much as its pair was ' +
        'unlikely to be drawn. Null in rankings that were kept before this was computed.',
      nullable: true,
      resolve: (own) => own.reweighted?.models.map((model) => ({ ...model, base: own.base })),
    }),
    unranked: t.stringList({
      description:
        'Labels of models without a rating: they have too few votes, or none that connect them to the others.',
      resolve: (own) => [...own.ranking.unranked],
    }),
    counts: t.field({
      type: [Counts],
      description: 'Of every model; empty in rankings that were kept before this was computed.',
      resolve: (own) => [...own.counts],
    }),
    prior: t.field({
      type: PriorRef,
      nullable: true,
      description: 'Null in rankings that were kept before there was one, and of no votes.',
      resolve: ({ counts }) => (counts.length > 0 ? PRIOR : null),
    }),
    threshold: t.field({
      type: ThresholdRef,
      description: 'What a model needs before it is rated at all.',
      resolve: () => THRESHOLD,
    }),
    votesToSeparate: t.intList({
      nullable: { list: false, items: true },
      description:
        'For each model but the last, about how many more votes tell it from the next one; 0 when they ' +
        'are told apart, null when they seem equal.',
      resolve: ({ ranking: { votesToSeparate } }) =>
        // Of two that are level to the last digit it is a number that no Int holds.
        votesToSeparate.map((votes) => (votes !== null && votes > MOST_INT ? null : votes)),
    }),
    pairs: t.field({
      type: [Pair],
      description: 'How each two models fared against each other.',
      resolve: (own) => [...own.pairs],
    }),
    setAside: t.field({
      type: SetAside,
      nullable: true,
      description: 'Votes that no honest voter would plausibly give, and what they would change.',
      resolve: (own) => own.setAside && { ...own.setAside, base: own.base },
    }),
    held: t.field({
      type: Held,
      nullable: true,
      description: `Votes that do not count yet: their voters have decided fewer than ${LEAST_DECIDED} matchups.`,
      resolve: (own) => own.held,
    }),
    fragility: t.field({
      type: FragilityRef,
      nullable: true,
      description: 'How few votes carry the first place; null where no such few were found.',
      resolve: (own) => own.fragility,
    }),
  }),
});

builder.queryFields((t) => ({
  ranking: t.field({
    type: RankingRef,
    description:
      'The ranking from all votes of a kind, as a worker has computed it: within seconds of new votes, or ' +
      'less often where it takes long.',
    args: {
      base: t.arg.string({
        required: false,
        description: 'By default the base with the oldest model.',
      }),
      category: t.arg({ type: Category, required: false, description: 'By default all.' }),
      question: t.arg({
        type: Question,
        required: true,
        description: 'What the voters were asked.',
      }),
      form: t.arg({ type: Form, required: false, description: 'By default both.' }),
      voters: t.arg({
        type: Voters,
        required: true,
        defaultValue: 'ALL',
        description: 'Whose votes it is made of.',
      }),
    },
    resolve: async (_root, { base, category, question, form, voters }) => {
      const name = await baseNamed(base);
      const whole = { category: category ?? 'ALL', form: form ?? 'ALL' } as const;
      return ranking({ base: name, ...whole, question, voters });
    },
  }),
}));
