import { inferredCategory } from '@/lib/evaluation/categories';
import { LISTED_COMPARISON, LISTED_PICTURE, LISTED_TEXT, PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { Category as Categories, Visibility as Visibilities } from '@/lib/store/generated/client';
import { literally } from '@/lib/studio/prompts';
import { builder } from '../builder';

export const Category = builder.enumType(Categories, {
  name: 'Category',
  description: 'What a prompt puts to the test.',
});

/** Of an input’s `category`. */
export const BY_ITS_WORDS =
  'Of a prompt that is new; by default what its words say, as `suggestedCategory` does.';

export const Visibility = builder.enumType(Visibilities, {
  name: 'Visibility',
  description:
    'VISIBLE: in lists. UNLISTED: for whoever has its address, until a curator lets it through. HIDDEN, REMOVED: for nobody.',
});

export const Prompt = builder.prismaNode('Prompt', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...PUBLIC_TEXT }),
  nullable: true,
  fields: (t) => ({
    text: t.exposeString('text'),
    category: t.expose('category', { type: Category }),
    licence: t.exposeString('licence'),
    seeded: t.exposeBoolean('seeded', { description: 'Came with Sarovar.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    visibility: t.expose('visibility', { type: Visibility }),
    enrichments: t.relation('enrichments', { query: { where: LISTED_TEXT } }),
    comparisons: t.relatedConnection('comparisons', {
      cursor: 'id',
      query: { where: LISTED_COMPARISON, orderBy: { id: 'desc' } },
    }),
    generations: t.relatedConnection('generations', {
      cursor: 'id',
      query: { where: LISTED_PICTURE, orderBy: { id: 'desc' } },
    }),
  }),
});

builder.queryField('suggestedCategory', (t) =>
  t.field({
    type: Category,
    description:
      'The category of a prompt by what its words state, of several the first in the order of the categories; OTHER only ' +
      'where they state nothing that is known. It is what a prompt gets unless whoever asks says otherwise.',
    args: { prompt: t.arg.string({ required: true }) },
    resolve: (_root, { prompt }) => inferredCategory(prompt),
  }),
);

builder.queryField('prompts', (t) =>
  t.prismaConnection({
    type: 'Prompt',
    cursor: 'id',
    args: {
      category: t.arg({ type: Category, required: false }),
      search: t.arg.string({ required: false, description: 'Part of the text, in any case.' }),
    },
    resolve: (query, _root, { category, search }) =>
      prisma().prompt.findMany({
        ...query,
        where: {
          ...LISTED_TEXT,
          ...(category ? { category } : {}),
          ...(search ? { text: { contains: literally(search), mode: 'insensitive' } } : {}),
        },
        orderBy: { id: 'asc' },
      }),
  }),
);
