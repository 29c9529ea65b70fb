import { z } from 'zod';
import { InvalidInput, NotCurator, NotFound } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { wakeWorkers } from '@/lib/store/wake';
import { ModelTaskKind } from '@/lib/store/generated/client';
import { parseInput } from '@/lib/studio/input';
import { builder } from '../builder';
import { requireCurator, type Context } from '../context';
import { resolveGlobalID } from '../global-id';
import { Status } from './enrichment';

const Kind = builder.enumType(ModelTaskKind, {
  name: 'ModelTaskKind',
  description: 'What a worker does with a model for a curator.',
  values: {
    ADD: { description: 'Checks a folder, and registers what it holds.' },
    VERIFY: { description: 'Hashes its files again, and takes one step with it.' },
    REMOVE: { description: 'Unlinks its folder; what has painted is retired.' },
  },
});

builder.prismaNode('ModelTask', {
  id: { field: 'id' },
  nullable: true,
  // It names folders of the server: nobody else's to read.
  findUnique: (id, { isCurator }) => ({ id: isCurator ? id : '' }),
  description:
    'For curators only. Adding, verifying or removing a model: a worker does it, in seconds to minutes.',
  fields: (t) => ({
    kind: t.expose('kind', { type: Kind, description: 'What is to be done.' }),
    status: t.expose('status', {
      type: Status,
      description: 'Where it is on its way through a worker.',
    }),
    file: t.exposeString('file', {
      nullable: true,
      description: 'The file that is being hashed.',
    }),
    hashed: t.exposeFloat('hashed', {
      description: 'How much of the files is hashed, 0 to 1; a check of one step goes before it.',
    }),
    model: t.relation('model', {
      nullable: true,
      description: 'What was added or is verified; null before, and once it is removed.',
    }),
    outcome: t.exposeString('outcome', {
      nullable: true,
      description:
        'What was done, in one sentence: a model that has painted is retired, not removed.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'What is wrong with the folder, in one sentence; then nothing was changed.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When a curator asked for it.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done, or failed; null before.',
    }),
  }),
});

const text = z
  .string()
  .trim()
  .max(200, 'Names, titles and licences have at most 200 characters.')
  .nullish()
  .transform((said) => said || null);
const addSchema = z.object({
  folder: z
    .string()
    .trim()
    .max(4000, 'The path of the folder is too long.')
    .regex(/^(\/|[A-Za-z]:[\\/])/, 'Give the whole path of the folder on the worker’s machine.'),
  name: text,
  title: text,
  licence: text,
});

const AddModelInput = builder.inputType('AddModelInput', {
  description: 'A folder with a base or an adapter, and what is said of it.',
  fields: (t) => ({
    folder: t.string({
      required: true,
      description:
        'Whole path, on the worker’s machine, of a base that Optimum or `convert sd` exported, or of an adapter ' +
        'that `convert` wrote. It stays where it is.',
    }),
    name: t.string({ description: 'By default the folder’s own.' }),
    title: t.string({ description: 'What people read; by default the name.' }),
    licence: t.string({
      description: 'Of the weights; needed for a base without a manifest.json.',
    }),
  }),
});

const FOR_CURATORS =
  'Only for curators: send CURATOR_TOKEN as `Authorization: Bearer …`. Answers at once; follow it with ' +
  '`modelTaskProgress`.';

builder.mutationField('addModel', (t) =>
  t.prismaField({
    type: 'ModelTask',
    description: `Checks a folder, hashes it and registers what it holds. ${FOR_CURATORS}`,
    errors: { types: [NotCurator, InvalidInput] },
    args: {
      input: t.arg({
        type: AddModelInput,
        required: true,
        description: 'Where the folder is, and what to call what it holds.',
      }),
    },
    resolve: async (query, _root, { input }, context) => {
      requireCurator(context);
      const data = { kind: 'ADD', ...parseInput(addSchema, input) } as const;
      const task = await prisma().modelTask.create({ ...query, data });
      await wakeWorkers();
      return task;
    },
  }),
);

/** Queues what is to be done with a model that is there. Throws NotCurator or NotFound. */
async function ask(kind: 'VERIFY' | 'REMOVE', globalId: string, context: Context) {
  requireCurator(context);
  const where = { id: resolveGlobalID(globalId, 'Model') ?? '' };
  const model = await prisma().model.findUnique({ where });
  if (!model) throw new NotFound('There is no model of that id; ask for `models`.');
  const task = await prisma().modelTask.create({ data: { kind, modelId: model.id } });
  await wakeWorkers();
  return task.id;
}

builder.mutationField('verifyModel', (t) =>
  t.prismaField({
    type: 'ModelTask',
    description: `Hashes a model’s files again and takes one step with it. ${FOR_CURATORS}`,
    errors: { types: [NotCurator, NotFound] },
    args: { id: t.arg.id({ required: true, description: 'The global id of a `Model`.' }) },
    resolve: async (query, _root, { id }, context) => {
      const where = { id: await ask('VERIFY', id, context) };
      return prisma().modelTask.findUniqueOrThrow({ ...query, where });
    },
  }),
);

builder.mutationField('removeModel', (t) =>
  t.prismaField({
    type: 'ModelTask',
    description:
      'Unlinks a model’s folder, which stays where it is; of a base all its models. What has painted is retired ' +
      `instead. ${FOR_CURATORS}`,
    errors: { types: [NotCurator, NotFound] },
    args: { id: t.arg.id({ required: true, description: 'The global id of a `Model`.' }) },
    resolve: async (query, _root, { id }, context) => {
      const where = { id: await ask('REMOVE', id, context) };
      return prisma().modelTask.findUniqueOrThrow({ ...query, where });
    },
  }),
);
