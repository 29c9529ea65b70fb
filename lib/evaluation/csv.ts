/**
 * The records of a table in text as RFC 4180 has it, by the names in its first line, each with the number of its line.
 * Columns are separated by commas, semicolons or tabs, whichever the first line has.
 */
export async function* csvRecords(
  lines: AsyncIterable<string>,
): AsyncGenerator<{ readonly line: number; readonly record: unknown }> {
  let names: string[] | undefined;
  let separator = ',';
  let number = 0;
  let open = '';
  for await (const line of lines) {
    number += 1;
    const row = open === '' ? line : `${open}\n${line}`;
    // Within quotation marks a field goes on in the next line.
    if ((row.match(/"/g)?.length ?? 0) % 2 === 1) {
      open = row;
      continue;
    }
    open = '';
    if (row.trim() === '') continue;
    if (!names) {
      separator = ['\t', ';'].find((mark) => row.includes(mark)) ?? ',';
      names = fieldsOf(row, separator).map((name) => name.trim());
      continue;
    }
    const fields = fieldsOf(row, separator);
    if (fields.length !== names.length) {
      throw new Error(
        `Line ${number} has ${fields.length} columns, and the first line has ${names.length}.`,
      );
    }
    const pairs = fields.map((field, at) => [names?.[at], field] as const);
    yield { line: number, record: Object.fromEntries(pairs) };
  }
  if (open !== '') throw new Error('A quotation mark is not closed; the file may have been cut.');
}

function fieldsOf(row: string, separator: string): string[] {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let i = 0; i < row.length; i += 1) {
    const mark = row.charAt(i);
    if (mark === '"') {
      // A doubled mark stands for itself: the first ends the quotation, the second begins it again.
      if (!isQuoted && i > 0 && row.charAt(i - 1) === '"') field += '"';
      isQuoted = !isQuoted;
    } else if (mark === separator && !isQuoted) {
      fields.push(field);
      field = '';
    } else field += mark;
  }
  return [...fields, field];
}
