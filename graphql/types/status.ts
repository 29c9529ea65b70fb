import { SCHEDULERS } from '@/lib/diffusion/schedulers';
import { prisma } from '@/lib/store/database';
import { living } from '@/lib/models/at-hand';
import { builder } from '../builder';

const Worker = builder.prismaObject('WorkerHeartbeat', {
  name: 'Worker',
  fields: (t) => ({
    device: t.exposeString('device'),
    runtime: t.expose('runtime', { type: 'Json' }),
    models: t.relation('models', {
      description: 'What it paints with: the models whose files it has.',
      query: { orderBy: { id: 'asc' } },
    }),
    writes: t.exposeBoolean('writes', { description: 'Whether it writes longer prompts.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    seenAt: t.expose('seenAt', { type: 'DateTime' }),
  }),
});

const Status = builder.objectRef<{ queued: number; running: number }>('Status').implement({
  fields: (t) => ({
    queued: t.exposeInt('queued', { description: 'Pictures that wait.' }),
    running: t.exposeInt('running', { description: 'Pictures that are being painted.' }),
    workers: t.field({
      type: [Worker],
      resolve: () =>
        prisma().workerHeartbeat.findMany({ where: living(), orderBy: { startedAt: 'asc' } }),
    }),
  }),
});

builder.queryField('status', (t) =>
  t.field({
    type: Status,
    resolve: async () => {
      const [queued, running] = await Promise.all([
        prisma().generation.count({ where: { status: 'QUEUED' } }),
        prisma().generation.count({ where: { status: 'RUNNING' } }),
      ]);
      return { queued, running };
    },
  }),
);

interface SchedulerOption {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
}

const Scheduler = builder.objectRef<SchedulerOption>('Scheduler').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    title: t.exposeString('title'),
    paper: t.exposeString('paper'),
  }),
});

builder.queryField('schedulers', (t) =>
  t.field({
    type: [Scheduler],
    resolve: () =>
      Object.entries(SCHEDULERS).map(([name, { title, paper }]) => ({ name, title, paper })),
  }),
);
