import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';

/** So many rows in a row group: more make a smaller file, and keep others waiting while it is written. */
const ROW_GROUP = 1000;

/** What a column holds; dates are ISO 8601 strings in JSON and timestamps in Parquet. */
export interface Column {
  readonly name: string;
  readonly type: 'STRING' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP' | 'JSON';
  readonly about: string;
}

/** One row by the columns' names; `null` for what is not known. */
export type Row = Readonly<Record<string, unknown>>;

/** A table that anybody may have, read page by page. */
export interface Dataset {
  readonly about: string;
  readonly columns: readonly Column[];
  readonly rows: () => AsyncGenerator<Row>;
}

/** One JSON object on each line, its fields in the order of the columns. */
export async function* asJsonl({ columns, rows }: Dataset): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const row of rows()) {
    const ordered = Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]));
    yield encoder.encode(`${JSON.stringify(ordered)}\n`);
  }
}

/** The values of a column as Parquet wants them. */
function valueFor(type: Column['type'], value: unknown): unknown {
  if (type === 'TIMESTAMP' && typeof value === 'string') return new Date(value);
  return value ?? undefined;
}

/** An Apache Parquet file, of which no more than one row group is in memory. */
export async function* asParquet({ columns, rows }: Dataset): AsyncGenerator<Uint8Array> {
  const columnsOf = (page: readonly Row[]) =>
    columns.map(({ name, type }) => ({
      name,
      type,
      nullable: true,
      data: page.map((row) => valueFor(type, row[name])),
    }));
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: columnsOf([]) }),
  });
  const taken = () => {
    const bytes = new Uint8Array(writer.buffer.slice(0, writer.index));
    writer.index = 0;
    return bytes;
  };
  let page: Row[] = [];
  const flush = async () => {
    if (page.length === 0) return;
    await parquet.write({ columnData: columnsOf(page), rowGroupSize: ROW_GROUP });
    page = [];
  };
  for await (const row of rows()) {
    page.push(row);
    if (page.length < ROW_GROUP) continue;
    await flush();
    yield taken();
  }
  await flush();
  await parquet.finish();
  yield taken();
}
