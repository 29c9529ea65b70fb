import { describe, expect, test } from 'vitest';
import { readSet } from '@/lib/studio/prompt-sets/checked';
import { formatOf, type FormatName } from '@/lib/studio/prompt-sets/formats';
import { isNonCommercial } from '@/lib/studio/prompt-sets/licences';

const read = (
  text: string,
  {
    name = '',
    format,
    ...columns
  }: Readonly<Record<string, string>> & { format?: FormatName } = {},
) => readSet({ name, text }, { format, columns });

const lines = (...all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).join('\n');

/** The layouts of the published benchmarks, with prompts of our own. */
const PUBLISHED: Readonly<Record<string, { name: string; text: string; format: FormatName }>> = {
  GenEval: {
    name: 'evaluation_metadata.jsonl',
    format: 'GENEVAL',
    text: lines(
      {
        tag: 'position',
        include: [
          { class: 'kite', count: 1 },
          { class: 'otter', count: 1, color: 'brown', position: ['above', 0] },
        ],
        prompt: 'a photo of a brown otter above a kite',
      },
      {
        tag: 'counting',
        include: [{ class: 'otter', count: 3 }],
        exclude: [{ class: 'otter', count: 4 }],
        prompt: 'a photo of three otters',
      },
    ),
  },
  'GenEval 2': {
    name: 'geneval2_data.jsonl',
    format: 'GENEVAL_2',
    text: lines({
      prompt: 'two red kites',
      atom_count: 2,
      vqa_list: [
        ['How many kites are in the image?', 'two'],
        ['Are the kites red?', 'Yes'],
      ],
      skills: ['count', 'attribute'],
    }),
  },
  'T2I-CompBench': {
    name: 'somewhere/3d_spatial_val.txt',
    format: 'T2I_COMPBENCH',
    text: 'an otter in front of a kite\n\nan otter hidden by a kite\n',
  },
  DSG: {
    name: 'dsg.csv',
    format: 'DSG',
    text: [
      'item_id,text,keywords,proposition_id,dependency,category_broad,category_detailed,tuple,question_natural_language',
      'ours_7,"An otter, wet",otter,1,0,entity,whole,entity - whole (otter),Is there an otter?',
      'ours_7,"An otter, wet","otter, wet",2,"1",attribute,state,"attribute - state (otter, wet)",Is the otter wet?',
      'ours_8,A kite,kite,1,0,entity,whole,entity - whole (kite),Is there a kite?',
    ].join('\n'),
  },
  PartiPrompts: {
    name: 'PartiPrompts.tsv',
    format: 'PARTI_PROMPTS',
    text: [
      'Prompt\tCategory\tChallenge\tNote',
      '"O T T E R" painted on a wall\tAnimals\tWriting & Symbols\t',
      'eleven otters\tAnimals\tQuantity\tnone',
    ].join('\n'),
  },
  Gecko: {
    name: 'prompts.csv',
    format: 'GECKO',
    text: [
      ',dataset_id,prompt,prompt_type,prompt_id,max_disagreement_less_0.3',
      '0,rel/spatial:left,"a sign that says ""otter""",Gecko(S),12,True',
      '1,whoops_98,an otter that flies a kite,Gecko(R),13,False',
    ].join('\n'),
  },
};

describe('the published layouts', () => {
  test.each(Object.entries(PUBLISHED))('%s is known by its content', (_name, file) => {
    expect(formatOf(file)).toBe(file.format);
  });

  const of = (name: string) => {
    const file = PUBLISHED[name];
    if (!file) throw new Error(name);
    return read(file.text, { name: file.name }).prompts;
  };

  test('GenEval says facts and categories', () => {
    expect(of('GenEval')).toMatchObject([
      {
        text: 'a photo of a brown otter above a kite',
        ownCategory: 'position',
        category: 'SPATIAL',
        facts: [
          { kind: 'object', of: ['kite'] },
          { kind: 'count', of: ['kite', '1'] },
          { kind: 'object', of: ['otter'] },
          { kind: 'count', of: ['otter', '1'] },
          { kind: 'colour', of: ['otter', 'brown'] },
          { kind: 'relation', of: ['otter', 'above', 'kite'] },
        ],
      },
      {
        category: 'COUNTING',
        facts: [{}, { kind: 'count' }, { kind: 'fewer than', of: ['otter', '4'] }],
      },
    ]);
  });

  test('GenEval 2 says a question, its answer and its skill for each atom', () => {
    expect(of('GenEval 2')).toMatchObject([
      {
        ownCategory: '2 atoms',
        questions: [{ text: 'How many kites are in the image?', answer: 'two' }, { answer: 'Yes' }],
        facts: [{ kind: 'count' }, { kind: 'attribute' }],
      },
    ]);
  });

  test('T2I-CompBench says the category in the name of the file', () => {
    expect(of('T2I-CompBench')).toMatchObject([
      { line: 1, ownCategory: '3d_spatial', category: 'SPATIAL' },
      { line: 3, text: 'an otter hidden by a kite' },
    ]);
  });

  test('DSG has one prompt for all rows of an item, with its questions and what they need', () => {
    expect(of('DSG')).toMatchObject([
      {
        ownKey: 'ours_7',
        ownCategory: 'ours',
        text: 'An otter, wet',
        facts: [{ kind: 'entity - whole' }, { kind: 'attribute - state', of: ['otter', 'wet'] }],
        questions: [
          { id: '1', after: [] },
          { id: '2', text: 'Is the otter wet?', answer: 'yes', after: ['1'] },
        ],
      },
      { ownKey: 'ours_8' },
    ]);
  });

  test('PartiPrompts keeps quotation marks, and a challenge may be our category', () => {
    expect(of('PartiPrompts')).toMatchObject([
      { text: '"O T T E R" painted on a wall', category: undefined },
      { ownCategory: 'Animals', category: 'COUNTING' },
    ]);
  });

  test('Gecko has its skill, or where its prompt is from', () => {
    expect(of('Gecko')).toMatchObject([
      {
        text: 'a sign that says "otter"',
        ownKey: '12',
        ownCategory: 'rel/spatial',
        category: 'SPATIAL',
      },
      { ownCategory: 'whoops' },
    ]);
  });
});

describe('files that nobody has laid out', () => {
  test('a table with any separator, and a column of choice', () => {
    const table = 'id;Caption;kind\n1;"an otter; wet";animals\n2;a kite;toys';
    const { prompts, column, categoryColumn } = read(table, { name: 'own.csv', category: 'kind' });
    expect({ column, categoryColumn }).toEqual({ column: 'Caption', categoryColumn: 'kind' });
    expect(prompts).toMatchObject([
      { line: 2, text: 'an otter; wet', ownCategory: 'animals' },
      { line: 3, text: 'a kite' },
    ]);
    expect(read(table, { name: 'own.csv', prompt: 'kind' }).prompts[1]?.text).toBe('toys');
  });

  test('JSON Lines of texts and of objects', () => {
    expect(read(lines('an otter', 'a kite')).prompts).toHaveLength(2);
    const objects = lines({ n: 1, prompt: 'an otter', tag: 'animals' }, { prompt: 'a kite' });
    expect(read(objects).prompts).toMatchObject([{ ownCategory: 'animals' }, { text: 'a kite' }]);
  });

  test('what is said twice is there once, and said', () => {
    const { prompts, repeated } = read('An otter\na kite\nan   OTTER\n');
    expect(prompts.map(({ text }) => text)).toEqual(['An otter', 'a kite']);
    expect(repeated).toEqual([{ line: 3, first: 1 }]);
  });

  test.each([
    ['', /no prompt in the file/],
    ['an otter\na kite\u0007', /^Line 2: The prompt must not contain control characters/],
    [`a kite\n${'otter '.repeat(300)}`, /^Line 2: The prompt is longer than the 1500 characters/],
    ['鳥'.repeat(900), /^Line 1: The prompt is longer than the 2600 bytes/],
    [`{"prompt": "an otter"}\n{"prompt": `, /^Line 2: “{"prompt":” is not JSON/],
    [`{"prompt": "an otter"}\n{"prompt": 3}`, /^Line 2: Its “prompt” is no text/],
    [`{"a": "an otter", "b": "wet"}`, /Say which column has the prompts: a, b/],
  ])('refused in a sentence: %#', (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });

  test.each([
    ['prompt,b\nan otter,1,2', /^Line 2: It has 3 columns, and the first line has 2/],
    ['prompt,b\n"an otter,1\na kite,2', /quotation mark/],
    ['prompt,prompt\na,b', /same name/],
    ['x,y\na,b', /Say which column has the prompts: x, y/],
  ])('a table is refused in a sentence: %#', (text, sentence) => {
    expect(() => read(text, { name: 'own.csv' })).toThrow(sentence);
  });

  test('a column that is not there is named with those that are', () => {
    expect(() => read('x,y\na,b', { name: 'own.csv', prompt: 'z' })).toThrow(
      'There is no column “z”; there are “x”, “y”.',
    );
  });
});

test('a table that is no file of its format is refused in a sentence', () => {
  expect(() => read('x,y\na,b', { format: 'GECKO' })).toThrow(
    'It has no column “dataset_id”, which files of this format have.',
  );
});

test('a licence says whether it is for commercial use', () => {
  expect(['CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0'].every(isNonCommercial)).toBe(true);
  expect(['CC0-1.0', 'CC-BY-4.0', 'MIT'].some(isNonCommercial)).toBe(false);
});
