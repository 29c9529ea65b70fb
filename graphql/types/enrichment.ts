import { z } from 'zod';
import { InvalidInput, NotFound, NotYours, QueueFull, TooFast } from '@/lib/problems';
import { PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { JobStatus } from '@/lib/store/generated/client';
import { living } from '@/lib/models/at-hand';
import { cancelEnrichment, isOpen } from '@/lib/studio/cancel';
import { isMine } from '@/lib/studio/ownership';
import { LIMITS } from '@/lib/studio/picture-limits';
import { requestEnrichment } from '@/lib/studio/request-enrichment';
import { builder } from '../builder';
import { askerOf, viewerOf } from '../context';
import { resolveGlobalID } from '../global-id';
import { CONSENT } from './consent';
import { BY_ITS_WORDS, Category } from './prompt';

export const Status = builder.enumType(JobStatus, {
  name: 'JobStatus',
  description: 'Where a picture, a text or a task is on its way through a worker.',
  values: {
    QUEUED: { description: 'It waits for a worker.' },
    RUNNING: { description: 'A worker is at it.' },
    SUCCEEDED: { description: 'It is finished, and there is what was asked for.' },
    FAILED: { description: 'It was given up; its `error` says why.' },
    CANCELLED: { description: 'It was stopped before it was finished.' },
  },
});

const factShape = z.object({
  kind: z.enum(['number', 'colour', 'object', 'relation']),
  text: z.string(),
  kept: z.boolean(),
});
const factsShape = z
  .array(factShape)
  .nullable()
  .transform((facts) => facts ?? []);

type FactKinds = z.infer<typeof factShape>['kind'];

const FactKind = builder.enumType('FactKind', {
  description: 'What a fact of a short prompt is about.',
  values: {
    number: { description: 'How many of a thing there are.' },
    colour: { description: 'Which colour a thing has.' },
    object: { description: 'A thing that is named.' },
    relation: { description: 'How one thing stands to another.' },
  } as const satisfies Record<FactKinds, object>,
});
const KeptFact = builder.objectRef<z.infer<typeof factShape>>('KeptFact').implement({
  description: 'A fact of the short prompt, and whether the longer text still says it.',
  fields: (t) => ({
    kind: t.expose('kind', { type: FactKind, description: 'What the fact is about.' }),
    text: t.exposeString('text', { description: 'In the words of the short prompt.' }),
    kept: t.exposeBoolean('kept', { description: 'Whether the longer text still says it.' }),
  }),
});

builder.prismaNode('Enrichment', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...PUBLIC_TEXT, prompt: PUBLIC_TEXT }),
  nullable: true,
  description: 'A longer version of a prompt, written by a language model or by a person.',
  fields: (t) => ({
    prompt: t.relation('prompt', { description: 'The prompt that it is a longer version of.' }),
    text: t.exposeString('text', { description: 'Grows while it is being written.' }),
    llm: t.exposeString('llm', {
      nullable: true,
      description: 'The language model; null before it has begun, and when a person wrote it.',
    }),
    templateName: t.exposeString('templateName', {
      nullable: true,
      description:
        'The template that told the language model what to write; null when a person wrote it.',
    }),
    templateVersion: t.exposeInt('templateVersion', {
      nullable: true,
      description: 'The version of that template; null where there is none.',
    }),
    seed: t.exposeInt('seed', { description: 'Of the language model’s second and later drafts.' }),
    status: t.expose('status', {
      type: Status,
      description: 'Where it is on its way through a worker.',
    }),
    waitsForWriter: t.boolean({
      description: 'It waits until there is a worker that has a language model: now none has.',
      select: { status: true },
      resolve: async ({ status }) =>
        status === 'QUEUED' &&
        (await prisma().workerHeartbeat.count({ where: { ...living(), writes: true } })) === 0,
    }),
    facts: t.field({
      type: [KeptFact],
      description:
        'What the prompt states, and whether the text still says it; empty until that was looked at.',
      select: { facts: true },
      resolve: ({ facts }) => factsShape.parse(facts),
    }),
    mended: t.field({
      type: [KeptFact],
      description: 'What the language model lost in every draft and Sarovar put in front itself.',
      select: { mended: true },
      resolve: ({ mended }) => factsShape.parse(mended),
    }),
    drafts: t.exposeInt('drafts', {
      description: 'How many texts the language model wrote until one kept everything.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it failed, in one sentence for people; null unless it did.',
    }),
    viewerCanCancel: t.boolean({
      description: 'It is not finished, and the caller may stop it.',
      select: { status: true, askedById: true },
      resolve: async (enrichment, _args, context) =>
        isOpen(enrichment) && isMine(await viewerOf(context), enrichment),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was finished, failed or was cancelled; null before.',
    }),
  }),
});

const EnrichInput = builder.inputType('EnrichInput', {
  description: 'A prompt for which a longer version is asked for, or brought.',
  fields: (t) => ({
    prompt: t.string({
      required: true,
      description: `The short prompt, ${LIMITS.prompt} characters at most.`,
    }),
    category: t.field({
      type: Category,
      description: BY_ITS_WORDS,
    }),
    text: t.string({
      description: `Your own longer version, ${LIMITS.enrichment} characters at most; without it a language model writes one.`,
    }),
    seed: t.int({ description: 'Of the language model’s second and later drafts; 0 by default.' }),
  }),
});

builder.mutationField('enrich', (t) =>
  t.prismaField({
    type: 'Enrichment',
    description:
      'Asks for a longer version of a prompt and returns at once; follow it with ' +
      `\`enrichmentProgress\`. Your own text is finished at once. ${CONSENT}`,
    errors: { types: [InvalidInput, QueueFull, TooFast] },
    args: {
      input: t.arg({
        type: EnrichInput,
        required: true,
        description: 'The prompt, and the caller’s own longer version where they have one.',
      }),
    },
    resolve: async (query, _root, { input }, context) => {
      const id = await requestEnrichment(input, askerOf(context));
      return prisma().enrichment.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);

builder.mutationField('cancelEnrichment', (t) =>
  t.prismaField({
    type: 'Enrichment',
    description:
      'Stops a text that waits or is being written; a finished one stays as it is. Only for whoever asked for ' +
      'it, and for curators.',
    errors: { types: [NotFound, NotYours] },
    args: { id: t.arg.id({ required: true, description: 'The global id of an `Enrichment`.' }) },
    resolve: async (query, _root, { id: globalId }, context) => {
      const id = resolveGlobalID(globalId, 'Enrichment') ?? '';
      await cancelEnrichment(await viewerOf(context), id);
      return prisma().enrichment.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);
