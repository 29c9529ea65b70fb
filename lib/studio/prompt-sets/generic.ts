import { InvalidInput } from '@/lib/problems';
import { jsonLinesOf, linesOf } from './lines';
import { wrongLine, type ReadPrompt } from './read-prompt';
import { cell, tableOf } from './table';

// Files that no benchmark has laid out: which column is the prompt is for whoever brings them to say.

/** Which columns of a table, or fields of JSON, are what; left out, the first that is named like one. */
export interface Columns {
  readonly prompt?: string | undefined;
  readonly category?: string | undefined;
}

/** What people call them. */
const NAMES = {
  prompt: ['prompt', 'text', 'caption', 'prompts', 'description'],
  category: ['category', 'tag', 'type', 'group', 'challenge'],
} as const;

/** The column that is meant. Throws InvalidInput for one that there is none of. */
function columnOf(
  kind: keyof typeof NAMES,
  asked: string | undefined,
  columns: readonly string[],
): string | undefined {
  if (asked !== undefined && asked !== '') {
    if (columns.includes(asked)) return asked;
    throw new InvalidInput(
      kind === 'prompt' ? 'column' : 'categoryColumn',
      `There is no column “${asked}”; there are ${columns.map((name) => `“${name}”`).join(', ')}.`,
    );
  }
  const known: readonly string[] = NAMES[kind];
  return columns.find((name) => known.includes(name.toLowerCase()));
}

/** What was read, and the columns that there were to choose from. */
export interface Reading {
  readonly prompts: readonly ReadPrompt[];
  readonly columns: readonly string[];
  /** The chosen ones. */
  readonly column?: string | undefined;
  readonly categoryColumn?: string | undefined;
}

const CHOOSE = 'Say which column has the prompts:';

function chosen(columns: readonly string[], asked: Columns) {
  const column =
    columnOf('prompt', asked.prompt, columns) ?? (columns.length === 1 ? columns[0] : undefined);
  const categoryColumn = columnOf('category', asked.category, columns);
  return { column, categoryColumn: categoryColumn === column ? undefined : categoryColumn };
}

/** A prompt in each line. */
export function readText(text: string): Reading {
  return { prompts: linesOf(text), columns: [] };
}

/** A table of which one column has the prompts. Throws InvalidInput where nobody can tell which. */
export function readTable(text: string, asked: Columns): Reading {
  const { columns, rows } = tableOf(text);
  const { column, categoryColumn } = chosen(columns, asked);
  if (column === undefined) throw new InvalidInput('column', `${CHOOSE} ${columns.join(', ')}.`);
  const prompts = rows.map((row) => ({
    line: row.line,
    text: cell(row, column),
    ownCategory: categoryColumn === undefined ? undefined : cell(row, categoryColumn) || undefined,
  }));
  return { prompts, columns, column, categoryColumn };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, or an object of which one field is the prompt, in each line. Throws InvalidInput where nobody can tell which. */
export function readJsonLines(text: string, asked: Columns): Reading {
  const lines = jsonLinesOf(text);
  if (lines.every(({ value }) => typeof value === 'string')) {
    const prompts = lines.map(({ line, value }) => ({ line, text: String(value) }));
    return { prompts, columns: [] };
  }
  const objects = lines.map(({ line, value }) => {
    if (!isObject(value)) throw wrongLine(line, 'It must be a JSON object like the others.');
    return { line, value };
  });
  const columns = [...new Set(objects.slice(0, 100).flatMap(({ value }) => Object.keys(value)))];
  const { column, categoryColumn } = chosen(columns, asked);
  if (column === undefined) throw new InvalidInput('column', `${CHOOSE} ${columns.join(', ')}.`);
  const prompts = objects.map(({ line, value }) => {
    const own = value[column];
    if (typeof own !== 'string') throw wrongLine(line, `Its “${column}” is no text.`);
    const category = categoryColumn === undefined ? undefined : value[categoryColumn];
    return {
      line,
      text: own,
      ownCategory: typeof category === 'string' && category !== '' ? category : undefined,
    };
  });
  return { prompts, columns, column, categoryColumn };
}
