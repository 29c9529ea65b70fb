import { z } from 'zod';
import { limit } from '@/lib/limits';
import { ban } from '@/lib/moderation/ban';
import { moderate } from '@/lib/moderation/moderate';
import { moderationQueue, type QueueItem } from '@/lib/moderation/queue';
import { report } from '@/lib/moderation/reports';
import {
  InvalidInput,
  NotCurator,
  NotFound,
  ProofNeeded,
  TooFast,
  VoterUnknown,
} from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { Subject as Subjects } from '@/lib/store/generated/client';
import { parseInput } from '@/lib/studio/input';
import { builder } from '../builder';
import { requireCurator, sessionOf } from '../context';
import { resolveGlobalID } from '../global-id';
import { DONE } from '../plugin-options';
import { Category, Visibility } from './prompt';

export const Subject = builder.enumType(Subjects, {
  name: 'Subject',
  description: 'What a report or a decision is about.',
  values: {
    PROMPT: { description: 'What somebody asks to be painted.' },
    PROMPT_SET: { description: 'Prompts that were brought in one file.' },
    ENRICHMENT: { description: 'A longer version of a prompt.' },
    PICTURE: { description: 'A single picture.' },
    VOTER: { description: 'A visitor, who is banned.' },
    NETWORK: { description: 'A network, which is banned until midnight (UTC).' },
  },
});

/** Which subject, and which row, a global id of the schema names. */
function subjectOf(globalId: string) {
  for (const [type, subject] of [
    ['Prompt', 'PROMPT'],
    ['PromptSet', 'PROMPT_SET'],
    ['Enrichment', 'ENRICHMENT'],
    ['Generation', 'PICTURE'],
  ] as const) {
    const id = resolveGlobalID(globalId, type);
    if (id !== undefined) return { subject, id };
  }
  throw new NotFound('There is no prompt, set of prompts, longer prompt or picture of that id.');
}

const LONGEST_REASON = 500;
const reasonSchema = z.object({
  reason: z
    .string()
    .trim()
    .min(1, 'Say in a few words why.')
    .max(LONGEST_REASON, `The reason must not be longer than ${LONGEST_REASON} characters.`),
});

/** To whoever reports without. */
export const REPORT_NEEDS_PROOF =
  'A first report comes with a proof of work; solve this challenge and report again.';

builder.mutationField('report', (t) =>
  t.boolean({
    description:
      'Asks a curator to look at a prompt, a set of prompts, a longer prompt or a picture; once, and once more after one has decided.',
    errors: {
      types: [VoterUnknown, NotFound, InvalidInput, TooFast, ProofNeeded],
      directResult: false,
      dataField: DONE,
    },
    args: {
      id: t.arg.id({
        required: true,
        description:
          'The global id of a `Prompt`, a `PromptSet`, an `Enrichment` or a `Generation`.',
      }),
      reason: t.arg.string({
        required: true,
        description: `What is wrong with it, in 1 to ${LONGEST_REASON} characters; only curators read it.`,
      }),
      proof: t.arg.string({ description: 'As of `vote`; of who has brought none yet.' }),
    },
    resolve: async (_root, { id, proof, ...input }, context) => {
      const { reason } = parseInput(reasonSchema, input);
      const { subject, id: subjectId } = subjectOf(id);
      const session = sessionOf(context);
      const reporterId = await session.proven(proof, REPORT_NEEDS_PROOF);
      await limit('report', { voter: reporterId, network: session.network });
      await report({ subject, subjectId, reporterId, reason });
      return true;
    },
  }),
);

const Told = builder.objectRef<QueueItem['reports'][number]>('Told').implement({
  description: 'What somebody says of something.',
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'In the words of whoever says so.' }),
    byVisitor: t.exposeBoolean('byVisitor', {
      description: 'Not by the list of words or a moderation server.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first said.' }),
  }),
});

const Queued = builder.objectRef<QueueItem>('QueuedForCurators').implement({
  description: 'Something that waits for a curator’s decision.',
  fields: (t) => ({
    id: t.globalID({
      description: 'As its own type has it; for `moderate`.',
      resolve: ({ type, id }) => ({ type, id }),
    }),
    subject: t.expose('subject', {
      type: Subject,
      description: 'What it is: a prompt, a set of prompts, a longer prompt or a picture.',
    }),
    text: t.exposeString('text', {
      description:
        'Its prompt, or the longer one; of a set its name and its prompts, each on a line.',
    }),
    category: t.expose('category', {
      type: Category,
      description: 'The category of its prompt, of a set of the first.',
    }),
    visibility: t.expose('visibility', { type: Visibility, description: 'Who sees it now.' }),
    pictureUrls: t.exposeStringList('pictureUrls', {
      description: 'Finished pictures that it is, or that are of it.',
    }),
    askedBy: t.exposeString('askedById', {
      nullable: true,
      description: 'For `ban`: whose it is, where that is known.',
    }),
    reports: t.field({
      type: [Told],
      description: 'What was said of it; none where it only waits to be let through.',
      resolve: ({ reports }) => reports,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

builder.queryField('moderationQueue', (t) =>
  t.field({
    type: [Queued],
    nullable: true,
    description:
      'For curators: what was reported and what is unlisted, the reported and the oldest first. Null for others.',
    args: {
      hidden: t.arg.boolean({
        defaultValue: false,
        required: true,
        description: 'What is hidden, instead, the newest first.',
      }),
    },
    resolve: (_root, { hidden }, { isCurator }) => (isCurator ? moderationQueue(hidden) : null),
  }),
);

builder.prismaNode('Decision', {
  id: { field: 'id' },
  nullable: true,
  description: 'What a curator did, and why. Nobody’s name is on it.',
  fields: (t) => ({
    subject: t.expose('subject', { type: Subject, description: 'What was decided about.' }),
    before: t.expose('before', {
      type: Visibility,
      nullable: true,
      description: 'Who saw it until then; null of a ban.',
    }),
    after: t.expose('after', {
      type: Visibility,
      nullable: true,
      description: 'Who sees it since then; null of a ban.',
    }),
    reason: t.exposeString('reason', { description: 'Why, in the curator’s words.' }),
    curator: t.string({
      nullable: true,
      select: { curator: true },
      description:
        'For curators: which of them decided, under a name that tells nobody who it is; `token` for whoever has the ' +
        'shared one, `terminal` for the operator. Null for others.',
      resolve: ({ curator }, _args, { isCurator }) => (isCurator ? curator : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was decided.' }),
  }),
});

builder.queryField('decisions', (t) =>
  t.prismaConnection({
    type: 'Decision',
    cursor: 'id',
    description: 'All that curators did, newest first.',
    resolve: (query) => prisma().decision.findMany({ ...query, orderBy: { id: 'desc' } }),
  }),
);

builder.mutationField('moderate', (t) =>
  t.boolean({
    description:
      'For curators: says who sees a prompt, a set of prompts, a longer prompt or a picture, with what belongs to it: ' +
      'with a set the prompts that came with it and about which nothing else was decided. What is REMOVED is ' +
      'gone for good, text and files; votes on its pictures stay.',
    errors: { types: [NotFound, InvalidInput, NotCurator], directResult: false, dataField: DONE },
    args: {
      id: t.arg.id({
        required: true,
        description:
          'The global id of a `Prompt`, a `PromptSet`, an `Enrichment` or a `Generation`.',
      }),
      visibility: t.arg({ type: Visibility, required: true, description: 'Who is to see it.' }),
      reason: t.arg.string({
        required: true,
        description: `Why, in 1 to ${LONGEST_REASON} characters; \`decisions\` tells everybody.`,
      }),
    },
    resolve: async (_root, { id, visibility, ...input }, context) => {
      const curator = requireCurator(context);
      const { reason } = parseInput(reasonSchema, input);
      await moderate(subjectOf(id), visibility, reason, curator);
      return true;
    },
  }),
);

builder.mutationField('ban', (t) =>
  t.boolean({
    description: 'For curators: takes nothing from a visitor any more.',
    errors: { types: [NotFound, InvalidInput, NotCurator], directResult: false, dataField: DONE },
    args: {
      voter: t.arg.string({ required: true, description: 'As `askedBy` of the queue has it.' }),
      reason: t.arg.string({
        required: true,
        description: `Why, in 1 to ${LONGEST_REASON} characters; \`decisions\` tells everybody.`,
      }),
      network: t.arg.boolean({
        defaultValue: false,
        required: true,
        description:
          'Nor anything from the network that they came from last, before midnight (UTC): then its key is destroyed.',
      }),
    },
    resolve: async (_root, { voter, network, ...input }, context) => {
      const curator = requireCurator(context);
      const { reason } = parseInput(reasonSchema, input);
      await ban(voter, reason, curator, network);
      return true;
    },
  }),
);
