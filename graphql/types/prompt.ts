import { prisma } from '@/lib/store/database';
import { Category as Categories } from '@/lib/store/generated/client';
import { builder } from '../builder';

export const Category = builder.enumType(Categories, {
  name: 'Category',
  description: 'What a prompt puts to the test.',
});

export const Prompt = builder.prismaNode('Prompt', {
  id: { field: 'id' },
  nullable: true,
  fields: (t) => ({
    text: t.exposeString('text'),
    category: t.expose('category', { type: Category }),
    licence: t.exposeString('licence'),
    seeded: t.exposeBoolean('seeded', { description: 'Came with Sarovar.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    enrichments: t.relation('enrichments'),
    comparisons: t.relatedConnection('comparisons', {
      cursor: 'id',
      query: { where: { arena: false }, orderBy: { id: 'desc' } },
    }),
    generations: t.relatedConnection('generations', {
      cursor: 'id',
      query: { where: { unlisted: false }, orderBy: { id: 'desc' } },
    }),
  }),
});

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
          ...(category ? { category } : {}),
          ...(search ? { text: { contains: search, mode: 'insensitive' } } : {}),
        },
        orderBy: { id: 'asc' },
      }),
  }),
);
