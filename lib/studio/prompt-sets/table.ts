import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { at } from '@/lib/at';
import { InvalidInput } from '@/lib/problems';
import { wrongLine } from './read-prompt';

/** A row of a table by the names of its columns, and the number of the line in which it ends. */
export interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Of tables whose columns are separated by tabs nobody quotes anything: a prompt may begin with a quotation mark. */
const TAB = '\t';

/** What separates the columns of a table: whichever its first line has. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return [TAB, ';', ','].find((mark) => first.includes(mark)) ?? ',';
}

const recordSchema = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }),
);

/** Why a table cannot be read, in one sentence. */
function sentence(error: CsvError): InvalidInput {
  const line = Number(error['lines'] ?? 0);
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return wrongLine(
      line,
      'A quotation mark before it is never closed; the file may have been cut.',
    );
  return wrongLine(line, `This is no table: ${error.message}.`);
}

/**
 * A table in text, as RFC 4180 has it: commas, semicolons or tabs between columns, whichever its first line has, which
 * names them. Throws InvalidInput, with the line, for rows that have other columns, and for quotation marks that never
 * end.
 */
export function tableOf(text: string): Table {
  const delimiter = delimiterOf(text);
  const quote = delimiter === TAB ? false : '"';
  let records: z.output<typeof recordSchema>;
  try {
    const options = { delimiter, quote, info: true, relax_column_count: true } as const;
    const found: unknown = parse(text, { ...options, bom: true, skip_empty_lines: true });
    records = recordSchema.parse(found);
  } catch (error) {
    throw error instanceof CsvError ? sentence(error) : error;
  }
  const [head, ...body] = records;
  if (!head) throw new InvalidInput('text', 'The file is empty.');
  // The first column of a numbered table has no name.
  const columns = head.record.map((name, index) => name.trim() || `column ${index + 1}`);
  if (new Set(columns).size < columns.length) {
    throw new InvalidInput('text', 'Two columns have the same name in the first line.');
  }
  const rows = body.map(({ record, info }) => {
    if (record.length !== columns.length) {
      const those = `${record.length} ${record.length === 1 ? 'column' : 'columns'}`;
      throw wrongLine(
        info.lines,
        `It has ${those}, and the first line has ${columns.length}; put quotation marks around what has commas.`,
      );
    }
    const cells = Object.fromEntries(
      record.map((text, index) => [at(columns, index), text] as const),
    );
    return { line: info.lines, cells };
  });
  return { columns, rows };
}

/** The cell of a column that its format has. Throws InvalidInput where the table has none. */
export function cell({ cells }: Row, column: string): string {
  const text = cells[column];
  if (text !== undefined) return text;
  throw new InvalidInput(
    'format',
    `It has no column “${column}”, which files of this format have.`,
  );
}
