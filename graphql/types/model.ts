import { isMethod } from '@/lib/methods';
import { living, offered } from '@/lib/models/at-hand';
import { setRetired } from '@/lib/models/catalogue';
import { NotCurator, NotFound } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { ModelStatus } from '@/lib/store/generated/client';
import { builder } from '../builder';
import { requireCurator } from '../context';
import { resolveGlobalID } from '../global-id';
import { Method } from './method';

const StatusEnum = builder.enumType(ModelStatus, { name: 'ModelStatus' });

builder.prismaNode('Base', {
  id: { field: 'id' },
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name'),
    title: t.exposeString('title'),
    licence: t.exposeString('licence'),
    folderSha256: t.exposeString('folderSha256'),
    resolution: t.exposeInt('resolution'),
    sizeStep: t.exposeInt('sizeStep', {
      description: 'Width and height of a picture are multiples of so many pixels.',
    }),
    steps: t.exposeInt('steps', { description: 'By default.' }),
    guidanceScale: t.exposeFloat('guidanceScale', { description: 'By default.' }),
    scheduler: t.exposeString('scheduler', { description: 'By default.' }),
    predictionType: t.exposeString('predictionType'),
    evaluation: t.expose('evaluation', {
      type: 'Json',
      nullable: true,
      description: 'The model card’s measurements, as measured when the base was made.',
    }),
  }),
});

builder.prismaNode('Model', {
  id: { field: 'id' },
  nullable: true,
  fields: (t) => ({
    name: t.exposeString('name'),
    method: t.field({
      type: Method,
      select: { method: true },
      resolve: ({ method }) => (isMethod(method) ? method : 'UNKNOWN'),
    }),
    checkpoint: t.exposeString('checkpoint', { nullable: true }),
    weightsSha256: t.exposeString('weightsSha256'),
    settings: t.expose('settings', {
      type: 'Json',
      nullable: true,
      description:
        'Of an adapter: whose states it reads, and what else its method says of it, such as SUR’s eta.',
    }),
    status: t.expose('status', {
      type: StatusEnum,
      description: 'Only people retire models, whoever has them.',
    }),
    atHand: t.boolean({
      description: 'Whether a living worker has it; a picture by one that none has waits.',
      select: () => ({ workers: { where: living(), take: 1, select: { id: true } } }),
      resolve: ({ workers }) => workers.length > 0,
    }),
    base: t.relation('base'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

builder.queryField('models', (t) =>
  t.prismaField({
    type: ['Model'],
    description: 'Every model there is or was: retired ones keep their pictures.',
    args: {
      offered: t.arg.boolean({
        defaultValue: false,
        description: 'Only those in use that a worker has; all in use while no worker runs.',
      }),
    },
    resolve: async (query, _root, args) => {
      const where = args.offered ? await offered() : {};
      return prisma().model.findMany({ ...query, where, orderBy: { id: 'asc' } });
    },
  }),
);

builder.mutationField('setModelRetired', (t) =>
  t.prismaField({
    type: 'Model',
    description:
      'Takes a model out of use, or back into it; its pictures stay. Only for curators: send CURATOR_TOKEN as ' +
      '`Authorization: Bearer …`.',
    errors: { types: [NotCurator, NotFound] },
    args: {
      id: t.arg.id({ required: true }),
      retired: t.arg.boolean({ required: true }),
    },
    resolve: async (query, _root, { id: globalId, retired }, context) => {
      requireCurator(context);
      const id = resolveGlobalID(globalId, 'Model') ?? '';
      await setRetired([id], retired);
      const model = await prisma().model.findUnique({ ...query, where: { id } });
      if (!model) throw new NotFound('There is no model of that id; ask for `models`.');
      return model;
    },
  }),
);
