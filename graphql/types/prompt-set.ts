import { InvalidInput, TooFast } from '@/lib/problems';
import { LISTED_TEXT, PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { SET_LIMITS, type CheckedPrompt, type CheckedSet } from '@/lib/studio/prompt-sets/checked';
import {
  FORMAT_NAMES,
  formatNamed,
  isFormatName,
  type FormatName,
} from '@/lib/studio/prompt-sets/formats';
import { importPromptSet, MOST, previewSet, type Imported } from '@/lib/studio/prompt-sets/import';
import { isNonCommercial, LICENCES } from '@/lib/studio/prompt-sets/licences';
import { builder, type InputFields } from '../builder';
import { askerOf } from '../context';
import { Visibility } from './prompt';

const ABOUT_FORMATS = {
  GENEVAL: 'The file `evaluation_metadata.jsonl` of GenEval.',
  GENEVAL_2: 'The file `geneval2_data.jsonl` of GenEval 2.',
  T2I_COMPBENCH: 'T2I-CompBench++’s `*_val.txt`, whose name says the category.',
  DSG: 'DSG-1k’s and DPG-Bench’s table, with a row for each proposition.',
  PARTI_PROMPTS: 'The file `PartiPrompts.tsv` of Parti.',
  GECKO: 'The file `prompts.csv` of Gecko.',
  JSONL: 'JSON Lines: texts, or objects with a field that is the prompt.',
  TABLE:
    'A table with commas, semicolons or tabs between its columns, and their names in the first line.',
  TEXT: 'A prompt in each line.',
} as const satisfies Record<FormatName, string>;

const formatValue = (name: FormatName) => [name, { description: ABOUT_FORMATS[name] }] as const;

const Format = builder.enumType('PromptSetFormat', {
  description: 'How a file of prompts is laid out.',
  values: Object.fromEntries(FORMAT_NAMES.map(formatValue)),
});

builder.prismaNode('PromptInSet', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, prompt: PUBLIC_TEXT, set: PUBLIC_TEXT }),
  nullable: true,
  description: 'A prompt’s place in a set, with what the set says of it.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 1 on, in the order of the file.' }),
    prompt: t.relation('prompt', { description: 'The prompt itself.' }),
    ownKey: t.exposeString('ownKey', { nullable: true, description: 'What the set calls it.' }),
    ownCategory: t.exposeString('ownCategory', {
      nullable: true,
      description: 'Its category in the set’s words.',
    }),
    facts: t.expose('facts', {
      type: 'Json',
      nullable: true,
      description:
        'What it states, as the set says it: each `kind`, and what it is `of`. Null where the format has none.',
    }),
    questions: t.expose('questions', {
      type: 'Json',
      nullable: true,
      description:
        'What a picture of it is asked: each `id`, `text`, the right `answer`, and which come `after` which. Null ' +
        'where the format has none.',
    }),
  }),
});

const PromptSet = builder.prismaNode('PromptSet', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, ...PUBLIC_TEXT }),
  nullable: true,
  description: 'Prompts that were brought together in one file, as benchmarks publish them.',
  fields: (t) => ({
    key: t.exposeString('id', { description: 'The last part of the permalink /sets/<key>.' }),
    title: t.exposeString('title', { description: 'What it is called.' }),
    format: t.field({
      type: Format,
      nullable: true,
      select: { format: true },
      description: 'How its file was laid out; null of a layout that is read no more.',
      resolve: ({ format }) => (isFormatName(format) ? format : null),
    }),
    licence: t.exposeString('licence', {
      description: 'Of the set; a prompt that was here before has its own.',
    }),
    nonCommercial: t.boolean({
      select: { licence: true },
      description: 'Its licence forbids commercial use.',
      resolve: ({ licence }) => isNonCommercial(licence),
    }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'The address where it was published.',
    }),
    visibility: t.expose('visibility', { type: Visibility, description: 'Who sees it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was brought.' }),
    promptCount: t.relationCount('prompts', {
      where: { prompt: PUBLIC_TEXT },
      description: 'How many prompts are in it, but for those that nobody sees.',
    }),
    prompts: t.relatedConnection('prompts', {
      cursor: 'setId_position',
      description: 'Its prompts in the order of the file, but for those that nobody sees.',
      query: { where: { prompt: PUBLIC_TEXT }, orderBy: { position: 'asc' } },
    }),
  }),
});

builder.queryField('promptSets', (t) =>
  t.prismaConnection({
    type: 'PromptSet',
    cursor: 'id',
    description: 'Sets of prompts that are in lists, newest first.',
    resolve: (query) =>
      prisma().promptSet.findMany({ ...query, where: LISTED_TEXT, orderBy: { id: 'desc' } }),
  }),
);

builder.queryField('promptSet', (t) =>
  t.prismaField({
    type: 'PromptSet',
    nullable: true,
    description: 'The set of prompts of that permalink; null where there is none.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The last part of the permalink /sets/<key>.',
      }),
    },
    resolve: (query, _root, { key }) =>
      prisma().promptSet.findUnique({ ...query, where: { id: key, ...PUBLIC_TEXT } }),
  }),
);

/** What is said of a file of prompts. */
function fileFields(t: InputFields) {
  return {
    text: t.string({
      required: true,
      description: `The text of the file; a request of at most 1 MB is taken, \`npm run prompts\` takes larger files.`,
    }),
    fileName: t.string({
      description: 'Its name, which says the category of T2I-CompBench’s prompts.',
    }),
    format: t.field({ type: Format, description: 'By default the one that it looks like.' }),
    column: t.string({
      description:
        'Of TABLE and JSONL: which column has the prompts; by default the one that is named like one.',
    }),
    categoryColumn: t.string({
      description: 'Of TABLE and JSONL: which column has the set’s own categories.',
    }),
  };
}

const PreviewInput = builder.inputType('PromptSetPreviewInput', {
  description: 'A file of prompts.',
  fields: fileFields,
});

const ImportInput = builder.inputType('ImportPromptSetInput', {
  description: 'A file of prompts, and what is to be known of the set.',
  fields: (t) => ({
    ...fileFields(t),
    title: t.string({
      required: true,
      description: `What the set is called, in 1 to ${SET_LIMITS.name} characters.`,
    }),
    licence: t.string({
      description: `Under which its prompts may be published: ${LICENCES.join(', ')}. By default the one under which the benchmark of that format publishes them.`,
    }),
    source: t.string({ description: 'The address where the set was published.' }),
  }),
});

/** So many prompts of a file are shown before it is imported. */
const SHOWN = 10;

const PreviewPrompt = builder.objectRef<CheckedPrompt>('PreviewedPrompt').implement({
  description: 'A prompt of a file that is not imported yet.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'Where it stands in the file, from 1 on.' }),
    text: t.exposeString('text', { description: 'What is to be painted.' }),
    ownCategory: t.exposeString('ownCategory', {
      nullable: true,
      description: 'Its category in the set’s words.',
    }),
    facts: t.int({
      description: 'How many facts the set states of it.',
      resolve: ({ facts = [] }) => facts.length,
    }),
    questions: t.int({
      description: 'How many questions the set asks of its pictures.',
      resolve: ({ questions = [] }) => questions.length,
    }),
  }),
});

const Preview = builder.objectRef<CheckedSet>('PromptSetPreview').implement({
  description: 'What is in a file of prompts.',
  fields: (t) => ({
    format: t.expose('format', { type: Format, description: 'How it is laid out.' }),
    columns: t.exposeStringList('columns', {
      description: 'Of TABLE and JSONL: the columns that there are to choose from.',
    }),
    column: t.exposeString('column', {
      nullable: true,
      description: 'The one that has the prompts; null where the format leaves no choice.',
    }),
    categoryColumn: t.exposeString('categoryColumn', {
      nullable: true,
      description: 'The one that has the categories; null where none is taken.',
    }),
    promptCount: t.int({
      description: 'How many prompts it has, each counted once.',
      resolve: ({ prompts }) => prompts.length,
    }),
    repeated: t.intList({
      description: 'The lines that say a prompt of the file again.',
      resolve: ({ repeated }) => repeated.map(({ line }) => line),
    }),
    licence: t.string({
      nullable: true,
      description: 'Under which the benchmark of that format publishes its prompts, if it is one.',
      resolve: ({ format }) => formatNamed(format).licence ?? null,
    }),
    first: t.field({
      type: [PreviewPrompt],
      description: `The first ${SHOWN}.`,
      resolve: ({ prompts }) => prompts.slice(0, SHOWN),
    }),
  }),
});

builder.queryField('promptSetPreview', (t) =>
  t.field({
    type: Preview,
    description: 'Reads a file of prompts as `importPromptSet` would, and stores nothing.',
    errors: { types: [InvalidInput] },
    args: {
      input: t.arg({
        type: PreviewInput,
        required: true,
        description: 'The file that is looked at.',
      }),
    },
    resolve: (_root, { input }, context) => previewSet(input, askerOf(context)),
  }),
);

const ImportedSet = builder.objectRef<Imported>('ImportedPromptSet').implement({
  description: 'What came of an import.',
  fields: (t) => ({
    set: t.prismaField({
      type: PromptSet,
      description: 'The new set.',
      resolve: (query, { id }) => prisma().promptSet.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    added: t.exposeInt('added', { description: 'How many of its prompts nobody had written yet.' }),
    known: t.exposeInt('known', {
      description: 'How many were here before; they stay as they are, with their own licence.',
    }),
    repeated: t.intList({
      description: 'The lines that say a prompt of the file again.',
      resolve: ({ repeated }) => [...repeated],
    }),
  }),
});

builder.mutationField('importPromptSet', (t) =>
  t.field({
    type: ImportedSet,
    description:
      `Imports a file of prompts as a set, all of it or nothing: up to ${MOST.visitor.prompts} prompts, of curators ` +
      `${MOST.curator.prompts}. Whoever imports agrees that the prompts are published under the licence that they name, ` +
      'and says that they may be. What visitors bring is unlisted until a curator lets it through; what is stored of ' +
      'them the page /privacy says, and `deleteMine` takes it back.',
    errors: { types: [InvalidInput, TooFast] },
    args: {
      input: t.arg({
        type: ImportInput,
        required: true,
        description: 'The file, and what is to be known of it.',
      }),
    },
    resolve: (_root, { input }, context) => importPromptSet(input, askerOf(context)),
  }),
);
