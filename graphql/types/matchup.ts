import {
  findMatchup,
  isRevealed,
  isSeen,
  ofSameSet,
  pairAnswers,
  untilRevealed,
  type RevealedMatchup,
  type StoredMatchup,
} from '@/lib/arena/matchups';
import { arenaSets, isBeingFilled } from '@/lib/arena/pool';
import { PUBLIC_COMPARISON } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import {
  type Category as Categories,
  MatchupState as MatchupStates,
  Side as Sides,
} from '@/lib/store/generated/client';
import { builder } from '../builder';
import { Category } from './prompt';
import { Outcome, Question } from './question';

export const Side = builder.enumType(Sides, {
  name: 'Side',
  description: 'Where a picture of a matchup stands.',
  values: {
    LEFT: { description: 'On the left side.' },
    RIGHT: { description: 'On the right side.' },
  },
});
const MatchupState = builder.enumType(MatchupStates, {
  name: 'MatchupState',
  description: 'Whether a matchup still takes answers, and why not.',
  values: {
    OPEN: { description: 'It takes answers from its voter.' },
    DECIDED: { description: 'Its voter has answered all questions.' },
    SKIPPED: { description: 'Its voter closed it without (further) answers.' },
    WITHDRAWN: {
      description:
        'Taken back after the reveal: its votes do not count, and it is not asked again.',
    },
  },
});

const BlindPicture = builder.objectRef<{ token: string }>('BlindPicture').implement({
  description: 'A picture of which nobody is told who painted it.',
  fields: (t) => ({
    url: t.string({
      description: 'An address of this matchup’s own; the file says nothing about its painter.',
      resolve: ({ token }) => `/m/${token}`,
    }),
  }),
});

const Answer = builder.objectRef<StoredMatchup['votes'][number]>('Answer').implement({
  description: 'What a voter said to one question about a matchup.',
  fields: (t) => ({
    question: t.expose('question', { type: Question, description: 'What they were asked.' }),
    outcome: t.expose('outcome', { type: Outcome, description: 'What they said.' }),
  }),
});

const PairAnswers = builder
  .objectRef<Awaited<ReturnType<typeof pairAnswers>>>('PairAnswers')
  .implement({
    description: 'How often each answer was given about the two models, by everybody.',
    fields: (t) => ({
      left: t.exposeInt('left', {
        description: 'For the model of the left picture, on whichever side its pictures stood.',
      }),
      right: t.exposeInt('right', {
        description: 'For the model of the right picture, on whichever side its pictures stood.',
      }),
      tie: t.exposeInt('tie', { description: 'How many said that both are equal.' }),
      bothBad: t.exposeInt('bothBad', { description: 'How many said that both are bad.' }),
    }),
  });

const Reveal = builder.objectRef<RevealedMatchup>('Reveal').implement({
  description:
    'Who painted the two pictures, and what others said of these two models: told to everybody, once no picture of ' +
    'their set is shown blind any more.',
  fields: (t) => ({
    left: t.prismaField({
      type: 'Generation',
      description: 'The picture that stood on the left.',
      resolve: (query, { leftId: id }) =>
        prisma().generation.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    right: t.prismaField({
      type: 'Generation',
      description: 'The picture that stood on the right.',
      resolve: (query, { rightId: id }) =>
        prisma().generation.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    comparison: t.prismaField({
      type: 'Comparison',
      nullable: true,
      description: 'The whole set; null where the picture of another prompt was among the two.',
      resolve: (query, { pictures: { left, right } }) =>
        left.comparisonId === right.comparisonId
          ? prisma().comparison.findFirst({ ...query, where: published(left.comparisonId) })
          : null,
    }),
    answers: t.field({
      type: PairAnswers,
      description: 'All published votes on ALIGNMENT between these two models.',
      resolve: ({ pictures: { left, right } }) => pairAnswers(left.modelId, right.modelId),
    }),
  }),
});

const published = (id: string | null) => ({ id: id ?? '', ...PUBLIC_COMPARISON });

/** Not a node: an id of its own would be one more thing that must not tell anything. */
const MatchupRef = builder.objectRef<StoredMatchup>('Matchup');

export const Matchup = MatchupRef.implement({
  description: 'Two pictures of one prompt from the same noise, shown blind to one voter.',
  fields: (t) => ({
    key: t.exposeString('id', {
      description: 'The last part of the permalink /v/<key>, by which voting names it, too.',
    }),
    prompt: t.string({
      description: 'Empty once a curator has hidden it.',
      resolve: ({ prompt }) => (isSeen(prompt) ? prompt.text : ''),
    }),
    category: t.field({
      type: Category,
      description: 'The category of its prompt.',
      resolve: ({ prompt }) => prompt.category,
    }),
    left: t.field({
      type: BlindPicture,
      description: 'The picture that stands on the left.',
      resolve: ({ leftToken: token }) => ({ token }),
    }),
    right: t.field({
      type: BlindPicture,
      description: 'The picture that stands on the right.',
      resolve: ({ rightToken: token }) => ({ token }),
    }),
    state: t.expose('state', {
      type: MatchupState,
      description: 'Whether it still takes answers, and why not.',
    }),
    answers: t.field({
      type: [Answer],
      description: 'What the voter has said of it.',
      resolve: ({ votes }) => votes.filter(({ withdrawnAt }) => withdrawnAt === null),
    }),
    reveal: t.field({
      type: Reveal,
      nullable: true,
      description: 'Null while its set is in the arena.',
      resolve: (matchup) => (isRevealed(matchup) ? matchup : null),
    }),
    untilRevealed: t.int({
      description:
        'How many more pairs of its set, at least, are to be judged before the painters are named; 0 once they are.',
      resolve: (matchup) => untilRevealed(matchup),
    }),
    ofSameSet: t.field({
      type: [MatchupRef],
      description:
        'All that its voter was shown of its set, itself too; none while that is in the arena.',
      resolve: (matchup) => ofSameSet(matchup),
    }),
    challenge: t.field({
      type: 'Json',
      nullable: true,
      description:
        'Of a new voter, until their first vote: ALTCHA’s challenge (scrypt), whose solution comes with that vote.',
      resolve: async ({ voterId }, _args, { session }) => {
        const isOwn = voterId === (await session?.knownIfAny());
        return isOwn && session && !session.isProven ? session.challenge(voterId) : null;
      },
    }),
  }),
});

const ArenaCategory = builder
  .objectRef<{ category: Categories; sets: number }>('ArenaCategory')
  .implement({
    description: 'What can be voted on in a category.',
    fields: (t) => ({
      category: t.expose('category', {
        type: Category,
        description: 'The category that can be voted on.',
      }),
      sets: t.exposeInt('sets', {
        description:
          'Prompts painted by several models, in pairs from the same noise, ready to be judged.',
      }),
    }),
  });

builder.queryField('arena', (t) =>
  t.field({
    type: [ArenaCategory],
    description: 'The categories in which there is something to judge.',
    resolve: async () => {
      const sets = await arenaSets();
      const counts = new Map<Categories, number>();
      for (const { category, pictures } of sets) {
        if (pictures.length > 1) counts.set(category, (counts.get(category) ?? 0) + 1);
      }
      return [...counts].map(([category, count]) => ({ category, sets: count }));
    },
  }),
);

builder.queryField('arenaBeingFilled', (t) =>
  t.boolean({
    description: 'Whether nothing is ready to be judged yet, and the first sets are being painted.',
    resolve: () => isBeingFilled(),
  }),
);

builder.queryField('matchup', (t) =>
  t.field({
    type: Matchup,
    nullable: true,
    description: 'A matchup by its key: one’s own, or anybody’s once its set has left the arena.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The last part of the permalink /v/<key>.',
      }),
    },
    resolve: async (_root, { key }, context) => {
      const matchup = await findMatchup(key);
      if (!matchup) return null;
      if (isRevealed(matchup)) return matchup;
      return matchup.voterId === (await context.session?.knownIfAny()) ? matchup : null;
    },
  }),
);
