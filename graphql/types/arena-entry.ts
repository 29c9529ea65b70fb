import { decideEntry } from '@/lib/arena/enter';
import { NotCurator, NotFound } from '@/lib/problems';
import { LISTED_TEXT, of, PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { EntryState as EntryStates } from '@/lib/store/generated/client';
import { builder } from '../builder';
import { requireCurator } from '../context';
import { resolveGlobalID } from '../global-id';

export const EntryState = builder.enumType(EntryStates, {
  name: 'EntryState',
  description: 'What was decided about a prompt that somebody would see in the arena.',
  values: {
    PROPOSED: { description: 'A curator has not decided yet.' },
    ADMITTED: { description: 'It is painted for the arena, again and again.' },
    REFUSED: { description: 'It is not painted for the arena any more, or never was.' },
  },
});

export const ArenaEntry = builder.prismaNode('ArenaEntry', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...of(PUBLIC_TEXT) }),
  nullable: true,
  description:
    'A prompt, or its longer version, on a base: once admitted it is in the arena with one set of pictures after the other.',
  fields: (t) => ({
    base: t.relation('base', { description: 'The base whose models paint it.' }),
    prompt: t.relation('prompt', {
      description: 'The prompt that is painted, or whose longer version is.',
    }),
    enrichment: t.relation('enrichment', {
      nullable: true,
      description: 'The longer version that is painted; null where the prompt itself is.',
    }),
    state: t.expose('state', { type: EntryState, description: 'What was decided about it.' }),
    allModels: t.exposeBoolean('allModels', {
      description: 'All models paint it, not only the one that stands for each method.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it was first proposed or, of Sarovar’s own, set up.',
    }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last decided about; null before.',
    }),
  }),
});

builder.queryField('arenaEntries', (t) =>
  t.prismaConnection({
    type: 'ArenaEntry',
    cursor: 'id',
    description: 'What is, was, or is wished to be in the arena, newest first.',
    args: {
      state: t.arg({
        type: EntryState,
        required: false,
        description: 'Only those of this state; by default all.',
      }),
    },
    resolve: (query, _root, { state }, { isCurator }) =>
      prisma().arenaEntry.findMany({
        ...query,
        where: {
          ...of(isCurator ? PUBLIC_TEXT : LISTED_TEXT),
          ...(state ? { state } : {}),
        },
        orderBy: { id: 'desc' },
      }),
  }),
);

builder.mutationField('decideArenaEntry', (t) =>
  t.field({
    type: ArenaEntry,
    description:
      'For curators: admits a prompt to the arena, or refuses it. Pictures that are there stay until they are judged.',
    errors: { types: [NotFound, NotCurator] },
    args: {
      id: t.arg.id({ required: true, description: 'The global id of an `ArenaEntry`.' }),
      admit: t.arg.boolean({ required: true, description: 'True admits it, false refuses it.' }),
      allModels: t.arg.boolean({
        required: false,
        description:
          'All models of the base paint it from its next set on, checkpoints and controls among them, or the one that ' +
          'stands for each method, as at first; left out, that stays as it is.',
      }),
    },
    resolve: (_root, { id, admit, allModels }, context) => {
      requireCurator(context);
      return decideEntry(resolveGlobalID(id, 'ArenaEntry') ?? '', admit, allModels ?? undefined);
    },
  }),
);
