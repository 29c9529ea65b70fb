import { z } from 'zod';
import { agreement, baseNamed, LEAST_OWN_VOTES, personalRanking } from '@/lib/arena/rankings';
import { mostTrusted, type Trusted } from '@/lib/evaluation/taste';
import { Category as Categories } from '@/lib/store/generated/client';
import { builder } from '../builder';
import { Category } from './prompt';
import { RankingRef } from './ranking';
import { Share } from './reliability';

const TrustedRef = builder.objectRef<Trusted>('TrustedModel').implement({
  description: 'A model that somebody chose more often than others of a category.',
  fields: (t) => ({
    name: t.string({
      description: 'The model’s name, without its weights.',
      resolve: ({ model }) => model.split('@')[0] ?? model,
    }),
    category: t.field({
      type: Category,
      description: 'The category in which they chose it.',
      resolve: ({ category }) => z.enum(Categories).parse(category),
    }),
    share: t.expose('share', {
      type: Share,
      description: 'Of how many of their decided votes on it they chose it.',
    }),
  }),
});

const Personal = builder
  .objectRef<Awaited<ReturnType<typeof personalRanking>>>('PersonalRanking')
  .implement({
    description: 'What the caller’s own votes say.',
    fields: (t) => ({
      votes: t.exposeInt('votes', {
        description: 'How many pairs the caller has judged on ALIGNMENT.',
      }),
      needed: t.int({
        description: 'How many of these a ranking takes.',
        resolve: () => LEAST_OWN_VOTES,
      }),
      ranking: t.field({
        type: RankingRef,
        nullable: true,
        description: 'From as many votes as are needed; its intervals come from the prompts.',
        resolve: ({ ranking: own }) => own,
      }),
      agreement: t.field({
        type: Share,
        nullable: true,
        description:
          'How often the caller chose as most others did, of the same two models in the same category: over their ' +
          'published, decided votes on ALIGNMENT of which the others’ say one thing. Null where there are none.',
        resolve: (mine) => agreement(mine),
      }),
      trusted: t.field({
        type: TrustedRef,
        nullable: true,
        description:
          'The model and category that the caller’s own decided votes speak for most clearly; null where none does.',
        resolve: ({ own }) => mostTrusted(own),
      }),
    }),
  });

builder.queryFields((t) => ({
  myRanking: t.field({
    type: Personal,
    nullable: true,
    description: 'Null for whoever has not voted; from the votes up to now.',
    resolve: async (_root, _args, { session }) => {
      const voterId = await session?.knownIfAny();
      return voterId ? personalRanking(voterId, await baseNamed(undefined)) : null;
    },
  }),
}));
