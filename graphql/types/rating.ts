import { z } from 'zod';
import { meanRating, type MeanRating } from '@/lib/evaluation/star-ratings';
import { limit } from '@/lib/limits';
import { InvalidInput, NotFound, TooFast, VoterUnknown } from '@/lib/problems';
import { PUBLIC_PICTURE } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { Criterion as Criteria } from '@/lib/store/generated/client';
import { parseInput } from '@/lib/studio/input';
import { builder } from '../builder';
import { sessionOf } from '../context';
import { resolveGlobalID } from '../global-id';
import { Aspect, Evaluation, Evaluator, voterAs } from './evaluation';
import { Generation } from './generation';

const Criterion = builder.enumType(Criteria, {
  name: 'Criterion',
  description: 'What stars are given for.',
  values: {
    ALIGNMENT: { description: 'Does it show what the prompt says?' },
    QUALITY: { description: 'Is it well made?' },
    PLAUSIBILITY: { description: 'Could it be what it shows?' },
  },
});

builder.prismaNode('Rating', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, generation: PUBLIC_PICTURE }),
  nullable: true,
  interfaces: [Evaluation],
  description: 'One to five stars for a picture whose painter is known; apart from blind votes.',
  fields: (t) => ({
    aspect: t.expose('criterion', {
      type: Aspect,
      description: 'The criterion that the stars are for.',
    }),
    verdict: t.string({
      description: 'The stars as text, 1 to 5.',
      select: { value: true },
      resolve: ({ value }) => String(value),
    }),
    evaluator: t.field({
      type: Evaluator,
      description: 'The voter, under their public name.',
      select: { voterId: true },
      resolve: ({ voterId }) => voterAs(voterId),
    }),
    generation: t.relation('generation', { description: 'The picture that is judged.' }),
    generations: t.field({
      type: [Generation],
      description: 'That one picture, as every evaluation lists them.',
      select: (_args, _context, nested) => ({ generation: nested() }),
      resolve: ({ generation }) => [generation],
    }),
    criterion: t.expose('criterion', { type: Criterion, description: 'What the stars are for.' }),
    value: t.exposeInt('value', { description: 'How many stars, 1 to 5.' }),
  }),
});

const Mean = builder.objectRef<MeanRating & { criterion: Criteria }>('MeanRating').implement({
  description: 'What everybody’s stars for one criterion come to.',
  fields: (t) => ({
    criterion: t.expose('criterion', { type: Criterion, description: 'What the stars are for.' }),
    count: t.exposeInt('count', { description: 'How many people gave stars.' }),
    mean: t.exposeFloat('mean', { description: 'Their mean, 1 to 5.' }),
    low: t.exposeFloat('low', {
      nullable: true,
      description: 'The 95 % interval’s lower end; null for a single rating.',
    }),
    high: t.exposeFloat('high', {
      nullable: true,
      description: 'The 95 % interval’s upper end; null for a single rating.',
    }),
  }),
});

builder.prismaObjectField('Generation', 'ratings', (t) =>
  t.field({
    type: [Mean],
    description: 'What everybody’s stars come to, for each criterion that has any.',
    select: { ratings: { select: { criterion: true, value: true } } },
    resolve: ({ ratings }) =>
      Object.values(Criteria).flatMap((criterion) => {
        const own = ratings.filter((rating) => rating.criterion === criterion);
        const mean = meanRating(own.map(({ value }) => value));
        return mean ? [{ ...mean, criterion }] : [];
      }),
  }),
);

builder.prismaObjectField('Generation', 'myRatings', (t) =>
  t.prismaField({
    type: ['Rating'],
    description: 'The caller’s own stars.',
    select: { id: true },
    resolve: async (query, { id: generationId }, _args, { session }) => {
      const voterId = await session?.knownIfAny();
      if (!voterId) return [];
      return prisma().rating.findMany({ ...query, where: { generationId, voterId } });
    },
  }),
);

const RateInput = builder.inputType('RateInput', {
  description: 'Stars for one criterion of one picture.',
  fields: (t) => ({
    generationId: t.id({
      required: true,
      description: 'The global id of a finished `Generation`.',
    }),
    criterion: t.field({ type: Criterion, required: true, description: 'What the stars are for.' }),
    value: t.int({ required: true, description: '1 to 5.' }),
  }),
});

const RANGE = 'Give one to five stars.';
const rateSchema = z.object({ value: z.number().int(RANGE).min(1, RANGE).max(5, RANGE) });

builder.mutationField('rate', (t) =>
  t.prismaField({
    type: 'Generation',
    description: 'Gives a picture stars, or changes those that the caller gave before.',
    errors: { types: [InvalidInput, NotFound, TooFast, VoterUnknown] },
    args: {
      input: t.arg({
        type: RateInput,
        required: true,
        description: 'The picture, the criterion and the stars.',
      }),
    },
    resolve: async (query, _root, { input }, context) => {
      const { value } = parseInput(rateSchema, input);
      const { criterion } = input;
      const id = resolveGlobalID(input.generationId, 'Generation') ?? '';
      const painted = await prisma().generation.count({
        where: { id, status: 'SUCCEEDED', ...PUBLIC_PICTURE },
      });
      if (painted === 0) throw new NotFound('There is no finished picture of that id.');
      const session = sessionOf(context);
      const voterId = await session.knownOrNew();
      await limit('vote', { voter: voterId, network: session.network });
      const place = { generationId: id, voterId, criterion };
      await prisma().rating.upsert({
        where: { generationId_voterId_criterion: place },
        create: { ...place, value },
        update: { value },
      });
      return prisma().generation.findUniqueOrThrow({ ...query, where: { id } });
    },
  }),
);
