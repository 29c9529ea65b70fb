import { queryFromInfo } from '@pothos/plugin-prisma';
import { prisma } from '@/lib/store/database';
import { countComparisons, listedComparisons } from '@/lib/studio/listed-comparisons';
import { builder } from '../builder';
import { inPlace, keysetConnection, remembered } from '../row-connection';
import { Comparison } from './comparison';
import { DateTimeRange } from './generations';
import { ComparisonOrder, MODELS, orderOf } from './list-order';
import { Category } from './prompt';
import { Form } from './ranking';
import { totalFields } from './totals';

const ComparisonFilter = builder.inputType('ComparisonFilter', {
  description: 'Which comparisons are asked for: those for which all that is given holds.',
  fields: (t) => ({
    category: t.field({ type: Category, description: 'Of prompts of this category.' }),
    text: t.string({ description: 'Whose prompt has all of these words in it.' }),
    form: t.field({ type: Form, description: 'Of the prompts themselves, or of longer versions.' }),
    judged: t.boolean({
      description:
        'Painted for the arena and judged there, or asked for by visitors; by default both.',
    }),
    createdAt: t.field({ type: DateTimeRange, description: 'Asked for between these moments.' }),
  }),
});

builder.queryField('comparisons', (t) =>
  t.connection(
    {
      type: Comparison,
      description: 'Comparisons with a finished picture, newest first unless asked otherwise.',
      args: {
        filter: t.arg({
          type: ComparisonFilter,
          description: 'Which of them; without it, those that visitors asked for.',
        }),
        orderBy: t.arg({
          type: ComparisonOrder,
          required: true,
          defaultValue: { field: 'CREATED', direction: 'DESC' },
          description: 'Which come first.',
        }),
        models: t.arg.idList({ description: MODELS }),
        category: t.arg({
          type: Category,
          description: 'Only those of prompts of this category; by default all.',
          deprecationReason: 'Say it in `filter`.',
        }),
        words: t.arg.string({
          description: 'Those whose prompt has all of these words in it.',
          deprecationReason: 'Say it as `text` in `filter`.',
        }),
        judged: t.arg.boolean({
          description:
            'Those that were painted for the arena, instead of those that visitors asked for; not where there is a `filter`.',
          deprecationReason: 'Say it in `filter`.',
        }),
      },
      resolve: async (_root, { filter, category, words, judged, ...args }, context, info) => {
        const asked = filter ?? { judged: judged ?? false };
        const list = {
          filter: { category, text: words, ...asked },
          order: orderOf(args),
        };
        const paths = [[{ name: 'edges' }, { name: 'node' }]];
        const query = queryFromInfo({ context, info, typeName: 'Comparison', paths, include: {} });
        const connection = await keysetConnection(args, list.order.field, async (page) => {
          const places = await listedComparisons(list, page);
          const where = { id: { in: places.map(({ id }) => id) } };
          const rows = await prisma().comparison.findMany({ ...query, where });
          return inPlace(places, new Map(rows.map((row) => [row.id, row])));
        });
        return { ...connection, total: remembered(() => countComparisons(list)) };
      },
    },
    { fields: (t) => totalFields(t) },
  ),
);
