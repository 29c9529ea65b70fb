import type { PairVotes as Votes } from '@/lib/arena/prompt-votes';
import { wilson } from '@/lib/evaluation/reliability';
import { builder } from '../builder';
import { promptVotesOf } from '../prompt-votes';
import { Model } from './model';
import { Share } from './reliability';

const PairVotes = builder.objectRef<Votes>('PairVotes').implement({
  description:
    'What people said of two models on one prompt, asked which picture follows it better.',
  fields: (t) => ({
    first: t.expose('first', {
      type: Model,
      description: 'The one that comes first by method, then by name.',
    }),
    second: t.expose('second', { type: Model, description: 'The other one of the two.' }),
    wins: t.exposeInt('wins', { description: 'For the first one.' }),
    losses: t.exposeInt('losses', { description: 'For the second one.' }),
    ties: t.exposeInt('ties', { description: 'For both, as equally good.' }),
    bothBad: t.exposeInt('bothBad', { description: 'For neither, as equally bad.' }),
    share: t.field({
      type: Share,
      nullable: true,
      description: 'The first one’s share of those that chose one; null where none did.',
      resolve: ({ wins, losses }) => wilson(wins, wins + losses),
    }),
  }),
});

builder.prismaObjectField('Comparison', 'votes', (t) =>
  t.field({
    type: [PairVotes],
    description:
      'Published votes on its prompt that make rankings, for each two models, by method, then by name; on its longer version ' +
      'where that was painted. None about pictures that are in the arena.',
    select: { id: true },
    resolve: ({ id }, _args, context) => promptVotesOf(context).load(id),
  }),
);
