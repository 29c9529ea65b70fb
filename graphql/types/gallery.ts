import { prisma } from '@/lib/store/database';
import { gallery, GALLERY_PAGE, type GalleryFound } from '@/lib/studio/gallery';
import { facetsOf, type FacetCount } from '@/lib/studio/gallery-facets';
import { builder } from '../builder';
import { Category } from './prompt';

const GalleryOrder = builder.enumType('GalleryOrder', {
  description: 'What comes first.',
  values: {
    DISAGREEMENT: { description: 'Where the pictures differ most in how many facts are right.' },
    VOTES: { description: 'Where most votes on the prompt are published.' },
    NEWEST: { description: 'What was asked for last.' },
  } as const,
});

const GallerySource = builder.enumType('GallerySource', {
  description: 'Whose prompts the gallery shows.',
  values: {
    CURATED: { description: 'Sarovar’s own, and what the arena has judged.' },
    VISITORS: { description: 'What visitors asked for.' },
  } as const,
});

const GalleryFacet = builder.enumType('GalleryFacet', {
  description: 'What of the facts that a prompt states the gallery can be searched by.',
  values: {
    THING: { value: 'thing', description: 'A thing that it names.' },
    COLOUR: { value: 'colour', description: 'The colour of a thing.' },
    NUMBER: { value: 'number', description: 'How many there are of a thing.' },
  } as const,
});

const FacetCountRef = builder.objectRef<FacetCount>('GalleryFacetCount').implement({
  description: 'Something that prompts state, and how many comparisons have such a prompt.',
  fields: (t) => ({
    facet: t.expose('facet', { type: GalleryFacet, description: 'Which kind of fact it is.' }),
    name: t.exposeString('name', { description: 'As an argument of `gallery` takes it.' }),
    comparisons: t.exposeInt('comparisons', {
      description: 'How many comparisons have such a prompt.',
    }),
  }),
});

const GalleryPage = builder.objectRef<GalleryFound>('GalleryPage').implement({
  description: 'A page of the gallery.',
  fields: (t) => ({
    comparisons: t.prismaField({
      type: ['Comparison'],
      description: 'Those of this page, in the order that was asked for.',
      resolve: async (query, { ids }) => {
        const where = { id: { in: [...ids] } };
        const rows = await prisma().comparison.findMany({ ...query, where });
        return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
      },
    }),
    total: t.exposeInt('total', {
      description: 'How many comparisons there are on all pages together.',
    }),
    facets: t.field({
      type: [FacetCountRef],
      description: 'What one can choose by, of all of this source; half a minute old at most.',
      resolve: ({ source }) => facetsOf(source),
    }),
    page: t.exposeInt('page', { description: 'Which page this is, counted from 1.' }),
    pages: t.exposeInt('pages', { description: 'How many pages there are.' }),
  }),
});

builder.queryField('gallery', (t) =>
  t.field({
    type: GalleryPage,
    description: `The gallery page by page, ${GALLERY_PAGE} comparisons with a finished picture each.`,
    args: {
      category: t.arg({
        type: Category,
        required: false,
        description: 'Only those of prompts of this category; by default all.',
      }),
      words: t.arg.string({ description: 'Those whose prompt has all of these words in it.' }),
      thing: t.arg.string({
        description: 'Those whose prompt states this thing, as far as a scorer has understood it.',
      }),
      colour: t.arg.string({ description: 'Those whose prompt states a thing of this colour.' }),
      number: t.arg.int({ description: 'Those whose prompt states so many of a thing.' }),
      order: t.arg({
        type: GalleryOrder,
        required: true,
        defaultValue: 'DISAGREEMENT',
        description: 'What comes first.',
      }),
      source: t.arg({
        type: GallerySource,
        required: true,
        defaultValue: 'CURATED',
        description: 'Whose prompts are shown.',
      }),
      page: t.arg.int({
        required: true,
        defaultValue: 1,
        description: 'Which page, counted from 1.',
      }),
    },
    resolve: (_root, asked) => gallery(asked),
  }),
);
