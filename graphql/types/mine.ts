import { NotFound, VoterUnknown } from '@/lib/problems';
import { deleteAllOwn, deleteOwn } from '@/lib/yours/delete';
import type { Deleted } from '@/lib/yours/erase';
import { forgetVoter, type Forgotten } from '@/lib/yours/forget';
import { listOwn, OWN_KINDS, type OwnKind, type OwnWork } from '@/lib/yours/list';
import { personalData, type PersonalDatum } from '@/lib/yours/personal-data';
import { findRemoval, type Removal } from '@/lib/yours/removal';
import { builder } from '../builder';
import { sessionOf } from '../context';
import { decodeGlobalID, resolveGlobalID } from '../global-id';
import { rowConnection } from '../row-connection';
import { EntryState } from './arena-entry';
import { Status } from './enrichment';
import { Visibility } from './prompt';

/** The schema's type of each kind. */
const TYPES = {
  COMPARISON: 'Comparison',
  PICTURE: 'Generation',
  ENRICHMENT: 'Enrichment',
  PROMPT: 'Prompt',
  PROMPT_SET: 'PromptSet',
} as const satisfies Record<OwnKind, string>;

/** What of somebody's own a global id names. Throws NotFound. */
function ownOf(globalId: string) {
  const typename = decodeGlobalID(globalId)?.typename;
  const kind = OWN_KINDS.find((one) => TYPES[one] === typename);
  const id = kind && resolveGlobalID(globalId, TYPES[kind]);
  if (kind && id !== undefined) return { kind, id };
  throw new NotFound('There is nothing of yours of that id.');
}

const Kind = builder.enumType('OwnKind', {
  description: 'What somebody can ask for, and delete.',
  values: {
    COMPARISON: { description: 'Pictures of one prompt by several models.' },
    PICTURE: { description: 'A picture that is part of no comparison.' },
    ENRICHMENT: { description: 'A longer version of a prompt.' },
    PROMPT: { description: 'The text of a prompt.' },
    PROMPT_SET: { description: 'A set of prompts, brought in one file.' },
  } as const satisfies Record<OwnKind, object>,
});

const Own = builder.objectRef<OwnWork>('OwnWork').implement({
  description: 'Something that the caller asked for.',
  fields: (t) => ({
    id: t.globalID({
      description: 'As its own type has it; for `deleteMine`.',
      resolve: ({ kind, id }) => ({ type: TYPES[kind], id }),
    }),
    kind: t.expose('kind', {
      type: Kind,
      description: 'What it is, and so which type its `id` is of.',
    }),
    text: t.exposeString('text', {
      description: 'Its prompt, or the longer one; of a set its name.',
    }),
    visibility: t.expose('visibility', {
      type: Visibility,
      description: 'Who sees it: the strictest of it and of its texts.',
    }),
    statuses: t.field({
      type: [Status],
      description: 'Of each of its pictures, or of its text; none of a prompt or a set of prompts.',
      resolve: ({ statuses }) => [...statuses],
    }),
    entry: t.expose('entry', {
      type: EntryState,
      nullable: true,
      description: 'What was decided about it being voted on; null where nobody has proposed that.',
    }),
    path: t.exposeString('path', { nullable: true, description: 'Its page, if it has one.' }),
    pictureUrls: t.exposeStringList('pictureUrls', {
      description: 'Its pictures, as far as they are finished; none of a text.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
  }),
});

builder.queryField('mine', (t) =>
  t.connection({
    type: Own,
    description:
      'What the caller’s cookie asked for and has not deleted, newest first; nothing without a cookie. Everything that ' +
      'is stored about them /yours/download has.',
    args: {
      kind: t.arg({ type: Kind, description: 'Only what is of this kind; by default all.' }),
    },
    resolve: async (_root, { kind, ...args }, { session }) => {
      const voterId = await session?.knownIfAny();
      return rowConnection(args, (page) =>
        voterId === undefined ? Promise.resolve([]) : listOwn(voterId, kind ?? undefined, page),
      );
    },
  }),
);

const DeletedType = builder.objectRef<Deleted>('Deleted').implement({
  description: 'What a deletion came to.',
  fields: (t) => ({
    pictures: t.exposeInt('pictures', { description: 'How many pictures are deleted.' }),
    votedOn: t.exposeInt('votedOn', {
      description:
        'Of these pictures those that others have voted on: the votes stay, without them.',
    }),
    texts: t.exposeInt('texts', {
      description: 'How many prompts and longer prompts are deleted.',
    }),
    kept: t.exposeInt('kept', {
      description:
        'Texts that only lost their owner: others have asked for something with them, or a curator has hidden them.',
    }),
  }),
});

builder.mutationField('deleteMine', (t) =>
  t.field({
    type: DeletedType,
    description:
      'Deletes a comparison, a picture, a prompt, a set of prompts or a longer prompt of the caller’s, with all that ' +
      'they made of it. ' +
      'Of a prompt the sets in the arena leave it, and go, too; votes stay.',
    errors: { types: [VoterUnknown, NotFound] },
    args: {
      id: t.arg.id({ required: true, description: 'The `id` of something that `mine` lists.' }),
    },
    resolve: async (_root, { id }, context) =>
      deleteOwn(await sessionOf(context).known(), ownOf(id)),
  }),
);

builder.mutationField('deleteAllMine', (t) =>
  t.field({
    type: DeletedType,
    description: 'The same of everything that `mine` lists.',
    errors: { types: [VoterUnknown] },
    resolve: async (_root, _args, context) => deleteAllOwn(await sessionOf(context).known()),
  }),
);

const ForgottenType = builder.objectRef<Forgotten>('Forgotten').implement({
  description: 'What became of the answers of somebody who is forgotten.',
  fields: (t) => ({
    deleted: t.exposeInt('deleted', { description: 'Those that were not published yet.' }),
    kept: t.exposeInt('kept', {
      description: 'Those that are published: they stay under a new name that leads to nobody.',
    }),
  }),
});

builder.mutationField('forgetMe', (t) =>
  t.field({
    type: ForgottenType,
    description:
      'Ends the caller’s identity, and deletes all that it leads to: answers that are not published yet, stars, settled ' +
      'reports, pictures brought. Published answers stay as nobody’s, and so does what the caller asked for unless ' +
      '`deleteAll` is true.',
    errors: { types: [VoterUnknown] },
    args: {
      deleteAll: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Deletes all that `mine` lists, too.',
      }),
    },
    resolve: async (_root, { deleteAll }, context) => {
      const session = sessionOf(context);
      const forgotten = await forgetVoter(await session.known(), deleteAll);
      session.forget();
      return forgotten;
    },
  }),
);

const RemovalType = builder.objectRef<Removal>('Removal').implement({
  description: 'What is left of something that its asker has deleted, others having voted on it.',
  fields: (t) => ({
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      description: 'When its asker deleted it.',
    }),
    votes: t.exposeInt('votes', { description: 'So many published votes on it stay.' }),
  }),
});

builder.queryField('removal', (t) =>
  t.field({
    type: RemovalType,
    nullable: true,
    description:
      'Of the key of a picture, a comparison or a matchup that is not there any more: whether its asker has deleted it.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The last part of a permalink /g/<key>, /c/<key> or /v/<key>.',
      }),
    },
    resolve: async (_root, { key }) => (await findRemoval(key)) ?? null,
  }),
);

const PersonalDatumType = builder.objectRef<PersonalDatum>('PersonalDatum').implement({
  description: 'A column of the database that holds something of people.',
  fields: (t) => ({
    model: t.exposeString('model', { description: 'The table that has the column.' }),
    about: t.exposeString('about', { description: 'What a row of it is.' }),
    field: t.exposeString('field', { description: 'The name of the column.' }),
    purpose: t.exposeString('purpose', { description: 'What it is, and what for.' }),
    kept: t.exposeString('kept', { description: 'How long it is kept.' }),
  }),
});

builder.queryField('personalData', (t) =>
  t.field({
    type: [PersonalDatumType],
    description: 'All that is stored of people, as the schema of the database itself says it.',
    resolve: () => [...personalData],
  }),
);
