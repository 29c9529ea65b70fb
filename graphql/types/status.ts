import { config } from '@/lib/config';
import { picturesThatAre, queueNumbers, type QueueNumbers } from '@/lib/jobs/queue-numbers';
import { SCHEDULER_NAMES } from '@/lib/diffusion/schedulers/names';
import { prisma } from '@/lib/store/database';
import { living } from '@/lib/models/at-hand';
import { builder } from '../builder';

const Worker = builder.prismaObject('WorkerHeartbeat', {
  name: 'Worker',
  description: 'A process that paints, or writes longer prompts, and is alive.',
  fields: (t) => ({
    device: t.exposeString('device', {
      description: 'What it computes on, such as `cpu` or `cuda:0`.',
    }),
    runtime: t.expose('runtime', {
      type: 'Json',
      description: 'The versions of ONNX Runtime and Node that it runs on, and the platform.',
    }),
    models: t.relation('models', {
      description: 'What it paints with: the models whose files it has.',
      query: { orderBy: { id: 'asc' } },
    }),
    writes: t.exposeBoolean('writes', { description: 'Whether it writes longer prompts.' }),
    paints: t.exposeBoolean('paints', {
      description: 'Whether it is there to paint; one that only writes is a process of its own.',
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      description: 'When the process started.',
    }),
    seenAt: t.expose('seenAt', {
      type: 'DateTime',
      description: 'When it last gave a sign of life.',
    }),
  }),
});

const Queue = builder.objectRef<QueueNumbers>('Queue').implement({
  description: 'How the work of one kind goes.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: '“pictures” or “texts”.' }),
    waiting: t.exposeInt('waiting', { description: 'How many wait for a worker.' }),
    running: t.exposeInt('running', { description: 'How many a worker is at.' }),
    oldestWaitSeconds: t.exposeFloat('oldestWaitSeconds', {
      nullable: true,
      description:
        'How long the oldest of those that visitors wait for has waited; null when none does.',
    }),
    waitSeconds: t.exposeFloat('waitSeconds', {
      nullable: true,
      description: 'How long what visitors got in the last hour had waited (median).',
    }),
    runSeconds: t.exposeFloat('runSeconds', {
      nullable: true,
      description: 'How long what was finished in the last hour took (median).',
    }),
    finishedLastHour: t.exposeInt('finishedLastHour', {
      description: 'How many were finished within the last hour.',
    }),
  }),
});

// Each field reads for itself: the front page asks for two counts, again and again, and not for the rest.
const Status = builder.objectRef<object>('Status').implement({
  description: 'How this installation goes now.',
  fields: (t) => ({
    queued: t.int({
      description: 'Pictures that wait, but for those of the arena.',
      resolve: () => picturesThatAre('QUEUED'),
    }),
    running: t.int({
      description: 'Pictures that are being painted, but for those of the arena.',
      resolve: () => picturesThatAre('RUNNING'),
    }),
    queues: t.field({
      type: [Queue],
      description: 'How the work of each kind goes.',
      resolve: () => queueNumbers(),
    }),
    sendsTexts: t.boolean({
      description: 'What visitors write is sent to a moderation server, which looks at it.',
      resolve: () => config().moderation !== undefined,
    }),
    workers: t.field({
      type: [Worker],
      description: 'Every worker that is alive, the longest-running first.',
      resolve: () =>
        prisma().workerHeartbeat.findMany({ where: living(), orderBy: { startedAt: 'asc' } }),
    }),
  }),
});

builder.queryField('status', (t) =>
  t.field({
    type: Status,
    description: 'What waits, what runs, and on which workers.',
    resolve: () => ({}),
  }),
);

interface SchedulerOption {
  readonly name: string;
  readonly title: string;
  readonly paper: string;
}

const Scheduler = builder.objectRef<SchedulerOption>('Scheduler').implement({
  description: 'A way of going from noise to a picture, step by step.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the arguments called `scheduler` take.' }),
    title: t.exposeString('title', { description: 'What people call it.' }),
    paper: t.exposeString('paper', {
      description: 'Where it and its noise levels were published: the numbers on arXiv.',
    }),
  }),
});

builder.queryField('schedulers', (t) =>
  t.field({
    type: [Scheduler],
    description: 'Every scheduler that pictures can be painted with.',
    resolve: () =>
      Object.entries(SCHEDULER_NAMES).map(([name, { title, paper }]) => ({ name, title, paper })),
  }),
);
