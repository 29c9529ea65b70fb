import { z } from 'zod';
import { at } from '@/lib/at';
import type { Category } from '@/lib/store/generated/client';
import { jsonLinesOf, linesOf } from './lines';
import { wrongLine, type ReadPrompt, type SetFact, type SetQuestion } from './read-prompt';
import { cell, tableOf, type Row, type Table } from './table';

// The layouts in which benchmarks publish their prompts, each with what it says besides.

type Categories = Readonly<Record<string, Category>>;

const of = (categories: Categories, name: string | undefined) =>
  name !== undefined && Object.hasOwn(categories, name) ? categories[name] : undefined;

const GENEVAL_CATEGORIES: Categories = {
  single_object: 'OTHER',
  two_object: 'OTHER',
  counting: 'COUNTING',
  colors: 'COLOR',
  position: 'SPATIAL',
  color_attr: 'COLOR',
};

const objectSchema = z.object({
  class: z.string(),
  count: z.int().positive(),
  color: z.string().optional(),
  position: z.tuple([z.string(), z.int().nonnegative()]).optional(),
});
const genevalSchema = z.object({
  tag: z.string(),
  include: z.array(objectSchema).min(1),
  exclude: z.array(objectSchema).optional(),
  prompt: z.string(),
});

type Objects = z.output<typeof genevalSchema>['include'];

function factsOfObject(own: Objects[number], all: Objects): SetFact[] {
  const { class: noun, count, color, position } = own;
  const other = position && all[position[1]];
  return [
    { kind: 'object', of: [noun] },
    { kind: 'count', of: [noun, String(count)] },
    ...(color === undefined ? [] : [{ kind: 'colour', of: [noun, color] }]),
    ...(position && other ? [{ kind: 'relation', of: [noun, position[0], other.class] }] : []),
  ];
}

/** GenEval’s `evaluation_metadata.jsonl` (Ghosh et al. 2023). */
export function readGeneval(text: string): ReadPrompt[] {
  return jsonLinesOf(text).map(({ line, value }) => {
    const parsed = genevalSchema.safeParse(value);
    if (!parsed.success) {
      throw wrongLine(line, 'GenEval has `tag`, `include` and `prompt` in each line.');
    }
    const { tag, include, exclude = [], prompt } = parsed.data;
    const excluded = exclude.map((own): SetFact => ({
      kind: 'fewer than',
      of: [own.class, String(own.count)],
    }));
    return {
      line,
      text: prompt,
      ownCategory: tag,
      category: of(GENEVAL_CATEGORIES, tag),
      facts: [...include.flatMap((own) => factsOfObject(own, include)), ...excluded],
    };
  });
}

const geneval2Schema = z.object({
  prompt: z.string(),
  atom_count: z.int(),
  vqa_list: z.array(z.tuple([z.string(), z.string()])),
  skills: z.array(z.string()),
});

/** GenEval 2’s `geneval2_data.jsonl` (Kamath et al. 2025): a question, its answer and its skill for each atom. */
export function readGeneval2(text: string): ReadPrompt[] {
  return jsonLinesOf(text).map(({ line, value }) => {
    const parsed = geneval2Schema.safeParse(value);
    if (!parsed.success) {
      throw wrongLine(
        line,
        'GenEval 2 has `prompt`, `atom_count`, `vqa_list` and `skills` in each line.',
      );
    }
    const { prompt, atom_count: atoms, vqa_list: list, skills } = parsed.data;
    if (skills.length !== list.length) {
      throw wrongLine(line, `It has ${list.length} questions and ${skills.length} skills.`);
    }
    const questions = list.map(([question, answer], index): SetQuestion => ({
      id: String(index + 1),
      text: question,
      answer,
      after: [],
    }));
    const facts = list.map(([question, answer], index): SetFact => ({
      kind: at(skills, index),
      of: [question, answer],
    }));
    return { line, text: prompt, ownCategory: `${atoms} atoms`, questions, facts };
  });
}

const COMPBENCH_CATEGORIES: Categories = {
  color: 'COLOR',
  shape: 'OTHER',
  texture: 'OTHER',
  spatial: 'SPATIAL',
  '3d_spatial': 'SPATIAL',
  non_spatial: 'ACTION',
  numeracy: 'COUNTING',
};

/** What a file of T2I-CompBench is of, by its name: `color` of `color_val.txt`. */
export function compbenchOf(fileName: string): string | undefined {
  return /(?:^|[\\/])(\w+?)(?:_(?:val|train))\.txt$/.exec(fileName)?.[1];
}

/** T2I-CompBench++’s `*_val.txt` (Huang et al. 2025): a prompt in each line, its category in the file’s name. */
export function readCompbench(text: string, fileName: string): ReadPrompt[] {
  const ownCategory = compbenchOf(fileName);
  const category = of(COMPBENCH_CATEGORIES, ownCategory);
  return linesOf(text).map((own) => ({ ...own, ownCategory, category }));
}

export const DSG_COLUMNS = [
  'item_id',
  'text',
  'proposition_id',
  'dependency',
  'category_broad',
  'category_detailed',
  'tuple',
  'question_natural_language',
] as const;

/** `attribute - color (rubix cube, purple)`: what kind of fact, and of what. */
function factOfTuple(tuple: string): SetFact {
  const [, kind, about] = /^(.*?)\s*\((.*)\)\s*$/s.exec(tuple) ?? [];
  if (kind === undefined || about === undefined) return { kind: 'fact', of: [tuple] };
  return { kind, of: about.split(',').map((part) => part.trim()) };
}

/** Which propositions a proposition needs; 0 stands for none. */
function dependencies(row: Row): string[] {
  return cell(row, 'dependency')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '' && id !== '0');
}

/** DSG-1k’s and DPG-Bench’s table (Cho et al. 2024; Hu et al. 2024): a row for each proposition of a prompt. */
export function readDsg({ rows }: Table): ReadPrompt[] {
  const items = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const key = cell(row, 'item_id');
    const known = items.get(key);
    if (!known) items.set(key, [row]);
    else if (cell(known[0], 'text') === cell(row, 'text')) known.push(row);
    else {
      throw wrongLine(row.line, `Another row of the item “${key}” has another text.`);
    }
  }
  return [...items].map(([ownKey, own]) => ({
    line: own[0].line,
    text: cell(own[0], 'text'),
    ownKey,
    // DSG-1k’s keys are named for where its prompts are from: `whoops_5`.
    ownCategory: ownKey.replace(/_?\d+$/, '') || undefined,
    facts: own.map((row) => factOfTuple(cell(row, 'tuple'))),
    questions: own.map((row) => ({
      id: cell(row, 'proposition_id'),
      text: cell(row, 'question_natural_language'),
      answer: 'yes',
      after: dependencies(row),
    })),
  }));
}

export const PARTI_COLUMNS = ['Prompt', 'Category', 'Challenge'] as const;

const PARTI_CATEGORIES: Categories = { Quantity: 'COUNTING' };

/** `PartiPrompts.tsv` (Yu et al. 2022); a challenge that is one of our categories says which. */
export function readParti({ rows }: Table): ReadPrompt[] {
  return rows.map((row) => ({
    line: row.line,
    text: cell(row, 'Prompt'),
    ownCategory: cell(row, 'Category'),
    category: of(PARTI_CATEGORIES, cell(row, 'Challenge')),
  }));
}

export const GECKO_COLUMNS = ['dataset_id', 'prompt', 'prompt_type', 'prompt_id'] as const;

const GECKO_CATEGORIES: Categories = {
  'att/count': 'COUNTING',
  'att/color': 'COLOR',
  'rel/action': 'ACTION',
  'rel/spatial': 'SPATIAL',
};

/** Gecko’s `prompts.csv` (Wiles et al. 2024): of Gecko(S) the skill, of Gecko(R) where the prompt is from. */
export function readGecko({ rows }: Table): ReadPrompt[] {
  return rows.map((row) => {
    const [skill = ''] = cell(row, 'dataset_id').split(':');
    return {
      line: row.line,
      text: cell(row, 'prompt'),
      ownKey: cell(row, 'prompt_id'),
      ownCategory: skill.replace(/_?\d+$/, ''),
      category: of(GECKO_CATEGORIES, skill),
    };
  });
}

/** Whether a table has these columns. */
export function hasColumns(text: string, wanted: readonly string[]): boolean {
  const [first = ''] = text.split('\n', 1);
  const { columns } = tableOf(first);
  return wanted.every((name) => columns.includes(name));
}
