import { queryFromInfo } from '@pothos/plugin-prisma';
import { prisma } from '@/lib/store/database';
import { countPrompts, listedPrompts } from '@/lib/studio/listed-prompts';
import { builder } from '../builder';
import { inPlace, keysetConnection, remembered } from '../row-connection';
import { DateTimeRange } from './generations';
import { MODELS, orderOf, PromptOrder } from './list-order';
import { Category, Prompt } from './prompt';
import { totalFields } from './totals';

const PromptFilter = builder.inputType('PromptFilter', {
  description: 'Which prompts are asked for: those for which all that is given holds.',
  fields: (t) => ({
    category: t.field({ type: Category, description: 'Of this category only.' }),
    text: t.string({ description: 'With all of these words in it.' }),
    seeded: t.boolean({ description: 'Came with Sarovar, or was written by a visitor.' }),
    createdAt: t.field({ type: DateTimeRange, description: 'Stored between these moments.' }),
  }),
});

builder.queryField('prompts', (t) =>
  t.connection(
    {
      type: Prompt,
      description: 'Prompts that are in lists, oldest first unless asked otherwise.',
      args: {
        filter: t.arg({ type: PromptFilter, description: 'Which of them; by default all.' }),
        orderBy: t.arg({
          type: PromptOrder,
          required: true,
          defaultValue: { field: 'CREATED', direction: 'ASC' },
          description: 'Which come first.',
        }),
        models: t.arg.idList({ description: MODELS }),
        category: t.arg({
          type: Category,
          description: 'Only those of this category; by default all.',
          deprecationReason: 'Say it in `filter`.',
        }),
        search: t.arg.string({ description: 'Part of the text, in any case.' }),
      },
      resolve: async (_root, { filter, category, search, ...args }, context, info) => {
        const list = { filter: { category, part: search, ...filter }, order: orderOf(args) };
        const paths = [[{ name: 'edges' }, { name: 'node' }]];
        const query = queryFromInfo({ context, info, typeName: 'Prompt', paths, include: {} });
        const connection = await keysetConnection(args, list.order.field, async (page) => {
          const places = await listedPrompts(list, page);
          const where = { id: { in: places.map(({ id }) => id) } };
          const rows = await prisma().prompt.findMany({ ...query, where });
          return inPlace(places, new Map(rows.map((row) => [row.id, row])));
        });
        return { ...connection, total: remembered(() => countPrompts(list)) };
      },
    },
    { fields: (t) => totalFields(t) },
  ),
);
