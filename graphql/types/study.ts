import { byMethod } from '@/lib/methods';
import { InvalidInput, NotFound, NotYours, TooFast } from '@/lib/problems';
import { PUBLIC_COMPARISON, PUBLIC_TEXT, UNSEEN } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { StudyState, type Prisma } from '@/lib/store/generated/client';
import { frozenSchema, type Frozen } from '@/lib/studies/frozen';
import { pauseStudy, resumeStudy } from '@/lib/studies/pause';
import { MOST } from '@/lib/studies/plan';
import { progressOfStudies, studyChanges } from '@/lib/studies/progress';
import { LISTED_STUDY, PUBLIC_STUDY } from '@/lib/studies/public';
import { startStudy } from '@/lib/studies/start';
import { isMine } from '@/lib/studio/ownership';
import { builder } from '../builder';
import { askerOf, viewerOf } from '../context';
import { resolveGlobalID } from '../global-id';
import { CONSENT } from './consent';
import { Form } from './ranking';
import { StudyInput, studyAsked } from './study-plan';
import { StudyProgress } from './study-progress';

const State = builder.enumType(StudyState, {
  name: 'StudyState',
  description: 'Whether a study goes on by itself.',
  values: {
    RUNNING: { description: 'A few pictures at a time, behind everybody’s.' },
    PAUSED: { description: 'It rests until it is resumed.' },
    FINISHED: { description: 'There is nothing left to paint, but perhaps what has failed.' },
  },
});

const Recipe = builder.objectRef<Frozen['recipes'][number]>('StudyRecipe').implement({
  description: 'How pictures of a study are painted.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called.' }),
    settings: t.field({
      type: 'Json',
      description:
        'All settings, by the id of the base that follows them: nothing is left for it to say.',
      resolve: ({ on }) => on,
    }),
  }),
});

/** Cells that have something of which nobody can say that it was painted. */
const FAILED = {
  OR: [
    { error: { not: null } },
    {
      comparison: {
        generations: { some: { status: 'FAILED', visibility: { notIn: [...UNSEEN] } } },
      },
    },
  ],
} satisfies Prisma.StudyCellWhereInput;

builder.prismaNode('StudyCell', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, study: PUBLIC_STUDY, prompt: PUBLIC_TEXT }),
  nullable: true,
  description:
    'What of a study is painted together: a prompt in one form, by one recipe, by the models of one base.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 1 on, in the order of its set.' }),
    prompt: t.relation('prompt', { description: 'What is painted.' }),
    form: t.expose('form', {
      type: Form,
      description: 'The prompt itself, or its longer version.',
    }),
    recipe: t.string({
      select: { recipe: true, study: { select: { plan: true } } },
      description: 'The name of its recipe.',
      resolve: ({ recipe, study }) => frozenSchema.parse(study.plan).recipes[recipe]?.name ?? '',
    }),
    base: t.relation('base', { description: 'Whose models paint it.' }),
    comparison: t.prismaField({
      type: 'Comparison',
      nullable: true,
      select: { comparisonId: true },
      description: 'Its pictures; null until they are asked for.',
      resolve: (query, { comparisonId }) =>
        comparisonId === null
          ? null
          : prisma().comparison.findUnique({
              ...query,
              where: { id: comparisonId, ...PUBLIC_COMPARISON },
            }),
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why its pictures cannot be asked for, in one sentence.',
    }),
  }),
});

builder.prismaNode('Study', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...PUBLIC_STUDY }),
  nullable: true,
  description:
    'A set of prompts, painted unattended by some models from some seeds, by some recipes and in some forms.',
  fields: (t) => ({
    key: t.exposeString('id', { description: 'The last part of the permalink /study/<key>.' }),
    title: t.exposeString('title', { description: 'What it is called.' }),
    set: t.relation('set', { description: 'The prompts that are painted.' }),
    state: t.expose('state', { type: State, description: 'Whether it goes on by itself.' }),
    planSha256: t.exposeString('planSha256', {
      description: 'The hash of all that its pictures depend on.',
    }),
    models: t.prismaField({
      type: ['Model'],
      select: { plan: true },
      description: 'What paints, by method in the order of `methods`.',
      resolve: async (query, { plan }) => {
        const ids = frozenSchema.parse(plan).models.map(({ id }) => id);
        const models = await prisma().model.findMany({ ...query, where: { id: { in: ids } } });
        return models.toSorted(byMethod);
      },
    }),
    seeds: t.field({
      type: ['Seed'],
      select: { plan: true },
      description: 'From which each model paints each prompt.',
      resolve: ({ plan }) => frozenSchema.parse(plan).seeds.map(BigInt),
    }),
    recipes: t.field({
      type: [Recipe],
      select: { plan: true },
      description: 'How it is painted.',
      resolve: ({ plan }) => frozenSchema.parse(plan).recipes,
    }),
    forms: t.field({
      type: [Form],
      select: { plan: true },
      description: 'Whether the prompts themselves are painted, or longer versions, or both.',
      resolve: ({ plan }) => frozenSchema.parse(plan).forms,
    }),
    progress: t.field({
      type: StudyProgress,
      select: { id: true },
      description: 'How far it is.',
      resolve: async ({ id }) => {
        const progress = (await progressOfStudies([id])).get(id);
        if (progress) return progress;
        throw new NotFound('There is no study of that id any more.');
      },
    }),
    viewerCanChange: t.boolean({
      select: { askedById: true },
      description: 'The caller may pause and resume it.',
      resolve: async (study, _args, context) => isMine(await viewerOf(context), study),
    }),
    cells: t.relatedConnection('cells', {
      cursor: 'studyId_position',
      description:
        'What it consists of, in the order of its set, but for prompts that nobody sees.',
      args: {
        failed: t.arg.boolean({ description: 'Only those of which something has failed.' }),
      },
      query: ({ failed }) => ({
        where: { prompt: PUBLIC_TEXT, ...(failed ? FAILED : {}) },
        orderBy: { position: 'asc' },
      }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When there was nothing left to paint; null before.',
    }),
  }),
});

builder.queryField('studies', (t) =>
  t.prismaConnection({
    type: 'Study',
    cursor: 'id',
    description: 'Studies of sets that are in lists, newest first.',
    resolve: (query) =>
      prisma().study.findMany({ ...query, where: LISTED_STUDY, orderBy: { id: 'desc' } }),
  }),
);

builder.queryField('study', (t) =>
  t.prismaField({
    type: 'Study',
    nullable: true,
    description: 'The study of that permalink; null where there is none.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The last part of the permalink /study/<key>.',
      }),
    },
    resolve: (query, _root, { key }) =>
      prisma().study.findUnique({ ...query, where: { id: key, ...PUBLIC_STUDY } }),
  }),
);

builder.mutationField('startStudy', (t) =>
  t.prismaField({
    type: 'Study',
    description:
      'Starts what `studyPlan` has planned; it goes on by itself, behind everybody’s pictures. The same plan is started once. ' +
      `A visitor’s study costs at most ${MOST.visitor.weight}, a curator’s has at most ${MOST.curator.pictures} pictures. ${CONSENT}`,
    errors: { types: [InvalidInput, TooFast] },
    args: {
      input: t.arg({ type: StudyInput, required: true, description: 'What was planned.' }),
      planSha256: t.arg.string({ required: true, description: 'The `sha256` of its plan.' }),
    },
    resolve: async (query, _root, { input, planSha256 }, context) => {
      const id = await startStudy(studyAsked(input), planSha256, askerOf(context));
      return prisma().study.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);

const ID = { required: true, description: 'The global id of a `Study`.' } as const;

builder.mutationField('pauseStudy', (t) =>
  t.prismaField({
    type: 'Study',
    description:
      'Has a study rest: what waits is taken out of the queue, what is being painted is finished. For whoever started it, and curators.',
    errors: { types: [NotFound, NotYours] },
    args: { id: t.arg.id(ID) },
    resolve: async (query, _root, args, context) => {
      const id = resolveGlobalID(args.id, 'Study') ?? '';
      await pauseStudy(await viewerOf(context), id);
      return prisma().study.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);

builder.mutationField('resumeStudy', (t) =>
  t.prismaField({
    type: 'Study',
    description:
      'Has a study go on, and tries again what has failed, also of one that is finished. For whoever started it, and curators.',
    errors: { types: [NotFound, NotYours] },
    args: { id: t.arg.id(ID) },
    resolve: async (query, _root, args, context) => {
      const id = resolveGlobalID(args.id, 'Study') ?? '';
      await resumeStudy(await viewerOf(context), id);
      return prisma().study.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);

builder.subscriptionField('studyProgress', (t) =>
  t.prismaField({
    type: 'Study',
    nullable: true,
    description: 'The study again at every change, until it rests or is finished. Served over SSE.',
    args: { id: t.arg.id(ID) },
    subscribe: (_root, { id }) => studyChanges.follow(resolveGlobalID(id, 'Study') ?? ''),
    resolve: (query, { id }) =>
      prisma().study.findUnique({ ...query, where: { id, ...PUBLIC_STUDY } }),
  }),
);
