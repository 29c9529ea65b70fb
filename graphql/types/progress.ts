import { PUBLIC_COMPARISON, PUBLIC_PICTURE, PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import {
  comparisonChanges,
  enrichmentChanges,
  generationChanges,
  modelTaskChanges,
  type Place,
} from '@/lib/studio/progress';
import { resolveGlobalID } from '../global-id';
import { builder } from '../builder';
import { requireCurator, type Context } from '../context';
import { placesOf } from '../queue-places';

/** Has the places in the queue that were seen with a change answered without another look. */
function rememberPlaces(
  context: Context,
  { pictures }: { readonly pictures: readonly Place[] },
): void {
  const places = placesOf(context).clearAll();
  for (const { id, place } of pictures) places.prime(id, place);
}

builder.subscriptionField('generationProgress', (t) =>
  t.prismaField({
    type: 'Generation',
    nullable: true,
    description: 'The picture again at every change, until it is finished. Served over SSE.',
    args: { id: t.arg.id({ required: true, description: 'The global id of a `Generation`.' }) },
    subscribe: (_root, { id }) => generationChanges.follow(resolveGlobalID(id, 'Generation') ?? ''),
    resolve: (query, change, _args, context) => {
      rememberPlaces(context, change);
      return prisma().generation.findUnique({
        ...query,
        where: { id: change.id, ...PUBLIC_PICTURE },
      });
    },
  }),
);

builder.subscriptionField('enrichmentProgress', (t) =>
  t.prismaField({
    type: 'Enrichment',
    nullable: true,
    description: 'The text again whenever it has grown, until it is finished. Served over SSE.',
    args: { id: t.arg.id({ required: true, description: 'The global id of an `Enrichment`.' }) },
    subscribe: (_root, { id }) => enrichmentChanges.follow(resolveGlobalID(id, 'Enrichment') ?? ''),
    resolve: (query, { id }) =>
      prisma().enrichment.findUnique({
        ...query,
        where: { id, ...PUBLIC_TEXT, prompt: PUBLIC_TEXT },
      }),
  }),
);

builder.subscriptionField('comparisonProgress', (t) =>
  t.prismaField({
    type: 'Comparison',
    nullable: true,
    description: 'The comparison again at every change, until all its pictures are finished.',
    args: { id: t.arg.id({ required: true, description: 'The global id of a `Comparison`.' }) },
    subscribe: (_root, { id }) => comparisonChanges.follow(resolveGlobalID(id, 'Comparison') ?? ''),
    resolve: (query, change, _args, context) => {
      rememberPlaces(context, change);
      return prisma().comparison.findUnique({
        ...query,
        where: { id: change.id, ...PUBLIC_COMPARISON },
      });
    },
  }),
);

builder.subscriptionField('modelTaskProgress', (t) =>
  t.prismaField({
    type: 'ModelTask',
    nullable: true,
    description: 'For curators: the task again at every change, until it is finished.',
    args: { id: t.arg.id({ required: true, description: 'The global id of a `ModelTask`.' }) },
    subscribe: (_root, { id }, context) => {
      requireCurator(context);
      return modelTaskChanges.follow(resolveGlobalID(id, 'ModelTask') ?? '');
    },
    resolve: (query, { id }) => prisma().modelTask.findUnique({ ...query, where: { id } }),
  }),
);
