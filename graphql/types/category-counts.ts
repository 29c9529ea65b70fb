import { categoryCounts, type CategoryCount } from '@/lib/arena/category-counts';
import { builder } from '../builder';
import { Category } from './prompt';

const CategoryCountRef = builder.objectRef<CategoryCount>('CategoryCount').implement({
  description: 'What there is in a category.',
  fields: (t) => ({
    category: t.expose('category', {
      type: Category,
      description: 'The category that is counted.',
    }),
    prompts: t.exposeInt('prompts', { description: 'Prompts of it that are in lists.' }),
    comparisons: t.exposeInt('comparisons', {
      description:
        'With a finished picture, of those that visitors asked for: what the gallery has.',
    }),
    judged: t.exposeInt('judged', { description: 'The same of those that the arena has judged.' }),
    sets: t.exposeInt('sets', {
      description:
        'Prompts painted by several models, in pairs from the same noise, ready to be judged.',
    }),
    votes: t.exposeInt('votes', {
      description:
        'Ranked votes on which picture follows the prompt better, of the base that came first.',
    }),
  }),
});

builder.queryField('categories', (t) =>
  t.field({
    type: [CategoryCountRef],
    description: 'Every category in the order of pages, with what there is in it.',
    resolve: () => categoryCounts(),
  }),
);
