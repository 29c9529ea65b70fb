import { inferredCategory } from '@/lib/evaluation/categories';
import { LISTED_COMPARISON, LISTED_TEXT, PUBLIC_TEXT } from '@/lib/public';
import { Category as Categories, Visibility as Visibilities } from '@/lib/store/generated/client';
import { builder } from '../builder';

export const Category = builder.enumType(Categories, {
  name: 'Category',
  description: 'What a prompt puts to the test.',
  values: {
    COUNTING: { description: 'How many of a thing there are.' },
    COLOR: { description: 'Which colour something has.' },
    ACTION: { description: 'Who does what.' },
    SPATIAL: { description: 'How one thing stands to another.' },
    CHARACTER: { description: 'Somebody who is known by name.' },
    OTHER: { description: 'Nothing of these, as far as its words tell.' },
  },
});

/** Of an input’s `category`. */
export const BY_ITS_WORDS =
  'Of a prompt that is new; by default what its words say, as `suggestedCategory` does.';

export const Visibility = builder.enumType(Visibilities, {
  name: 'Visibility',
  description: 'Who sees a prompt, a longer prompt or a picture.',
  values: {
    VISIBLE: { description: 'Everybody: it is in lists.' },
    UNLISTED: { description: 'Whoever has its address, until a curator lets it through.' },
    HIDDEN: { description: 'Nobody, until a curator shows it again.' },
    REMOVED: { description: 'Nobody ever again: text and files are gone.' },
  },
});

export const Prompt = builder.prismaNode('Prompt', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...PUBLIC_TEXT }),
  nullable: true,
  description: 'What somebody asks to be painted. No two have the same text.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'What was written, in plain words.' }),
    category: t.expose('category', { type: Category, description: 'What it puts to the test.' }),
    licence: t.exposeString('licence', {
      description: 'The licence under which everybody may use its text.',
    }),
    seeded: t.exposeBoolean('seeded', { description: 'Came with Sarovar.' }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it was first asked for or, of Sarovar’s own, stored.',
    }),
    visibility: t.expose('visibility', { type: Visibility, description: 'Who sees it.' }),
    enrichments: t.relation('enrichments', {
      description: 'Its longer versions that are in lists.',
      query: { where: LISTED_TEXT },
    }),
    comparisons: t.relatedConnection('comparisons', {
      description: 'Comparisons of it that are in lists, newest first.',
      cursor: 'id',
      query: { where: LISTED_COMPARISON, orderBy: { id: 'desc' } },
    }),
  }),
});

builder.queryField('suggestedCategory', (t) =>
  t.field({
    type: Category,
    description:
      'The category of a prompt by what its words state, of several the first in the order of the categories; OTHER only ' +
      'where they state nothing that is known. It is what a prompt gets unless whoever asks says otherwise.',
    args: { prompt: t.arg.string({ required: true, description: 'The text of the prompt.' }) },
    resolve: (_root, { prompt }) => inferredCategory(prompt),
  }),
);
