import { findMatchup, isRevealed, pairAnswers, type StoredMatchup } from '@/lib/arena/matchups';
import { arenaPool } from '@/lib/arena/pool';
import { prisma } from '@/lib/store/database';
import {
  type Category as Categories,
  MatchupState as MatchupStates,
  Outcome as Outcomes,
  Question as Questions,
  Side as Sides,
} from '@/lib/store/generated/client';
import { builder } from '../builder';
import { Category } from './prompt';

export const Question = builder.enumType(Questions, {
  name: 'Question',
  description: 'ALIGNMENT: which follows the prompt better? OVERALL: which do you prefer?',
});
export const Outcome = builder.enumType(Outcomes, {
  name: 'Outcome',
  description: 'A voter’s answer, by the side on which a picture was shown.',
});
export const Side = builder.enumType(Sides, { name: 'Side' });
const MatchupState = builder.enumType(MatchupStates, { name: 'MatchupState' });

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
  fields: (t) => ({
    question: t.expose('question', { type: Question }),
    outcome: t.expose('outcome', { type: Outcome }),
  }),
});

const PairAnswers = builder
  .objectRef<Awaited<ReturnType<typeof pairAnswers>>>('PairAnswers')
  .implement({
    description: 'How often each answer was given about the two models, by everybody.',
    fields: (t) => ({
      left: t.exposeInt('left'),
      right: t.exposeInt('right'),
      tie: t.exposeInt('tie'),
      bothBad: t.exposeInt('bothBad'),
    }),
  });

const Reveal = builder.objectRef<StoredMatchup>('Reveal').implement({
  description: 'Who painted the two pictures, and what others said of these two models.',
  fields: (t) => ({
    left: t.prismaField({
      type: 'Generation',
      resolve: (query, { leftId: id }) =>
        prisma().generation.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    right: t.prismaField({
      type: 'Generation',
      resolve: (query, { rightId: id }) =>
        prisma().generation.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    answers: t.field({
      type: PairAnswers,
      description: 'All votes on ALIGNMENT between these two models so far.',
      resolve: ({ left, right }) => pairAnswers(left.modelId, right.modelId),
    }),
  }),
});

/** Not a node: an id of its own would be one more thing that must not tell anything. */
export const Matchup = builder.objectRef<StoredMatchup>('Matchup').implement({
  description: 'Two pictures of one prompt from the same noise, shown blind to one voter.',
  fields: (t) => ({
    key: t.exposeString('id'),
    prompt: t.string({ resolve: ({ prompt }) => prompt.text }),
    category: t.field({ type: Category, resolve: ({ prompt }) => prompt.category }),
    left: t.field({ type: BlindPicture, resolve: ({ leftToken: token }) => ({ token }) }),
    right: t.field({ type: BlindPicture, resolve: ({ rightToken: token }) => ({ token }) }),
    state: t.expose('state', { type: MatchupState }),
    answers: t.field({
      type: [Answer],
      description: 'What the voter has said of it.',
      resolve: ({ votes }) => votes.filter(({ withdrawnAt }) => withdrawnAt === null),
    }),
    reveal: t.field({
      type: Reveal,
      nullable: true,
      description: 'Null until the voter has answered.',
      resolve: (matchup) => (isRevealed(matchup) ? matchup : null),
    }),
  }),
});

const ArenaCategory = builder
  .objectRef<{ category: Categories; sets: number }>('ArenaCategory')
  .implement({
    description: 'What can be voted on in a category.',
    fields: (t) => ({
      category: t.expose('category', { type: Category }),
      sets: t.exposeInt('sets', {
        description: 'Prompts painted by several models from one noise, ready to be judged.',
      }),
    }),
  });

builder.queryField('arena', (t) =>
  t.field({
    type: [ArenaCategory],
    description: 'The categories in which there is something to judge.',
    resolve: async () => {
      const { sets } = await arenaPool();
      const counts = new Map<Categories, number>();
      for (const { category, pictures } of sets) {
        if (pictures.length > 1) counts.set(category, (counts.get(category) ?? 0) + 1);
      }
      return [...counts].map(([category, count]) => ({ category, sets: count }));
    },
  }),
);

builder.queryField('matchup', (t) =>
  t.field({
    type: Matchup,
    nullable: true,
    description: 'A matchup by its key: one’s own, or anybody’s once it is decided.',
    args: { key: t.arg.string({ required: true }) },
    resolve: async (_root, { key }, context) => {
      const matchup = await findMatchup(key);
      if (!matchup) return null;
      if (isRevealed(matchup)) return matchup;
      return matchup.voterId === (await context.session?.knownIfAny()) ? matchup : null;
    },
  }),
);
