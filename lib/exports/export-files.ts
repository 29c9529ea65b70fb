import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline, type Transform } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { z } from 'zod';
import { asJsonl, asParquet, type Dataset, type Row } from './dataset';
import { make, removeOld, type Made } from './export-folder';
import { markOf } from './marks';

/** What a dataset is served as: lines, those compressed, or Parquet. */
export type Form = 'jsonl' | 'jsonl.gz' | 'jsonl.br' | 'parquet';

/** Of its eleven qualities that which costs no more than gzip. */
const QUICK = { [constants.BROTLI_PARAM_QUALITY]: 4 };

/** Whatever a mark does not tell of is seen after so long. */
const OLDEST_MS = 10 * 60_000;

/** The files of a dataset as it was when its mark was read. */
interface Edition {
  readonly mark: string;
  readonly madeAt: number;
  readonly lines: Made;
  readonly rows: number;
  readonly forms: Map<Form, Promise<Made>>;
}

const editions = new Map<string, Edition>();
const making = new Map<string, Promise<Edition>>();

async function* counted(lines: AsyncIterable<Uint8Array>, count: () => void) {
  for await (const line of lines) {
    count();
    yield line;
  }
}

/** Lines by the hundred: each write costs. */
async function* together(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let some: Uint8Array[] = [];
  for await (const line of lines) {
    if (some.push(line) < 500) continue;
    yield Buffer.concat(some);
    some = [];
  }
  yield Buffer.concat(some);
}

async function newEdition(name: string, dataset: Dataset, mark: string): Promise<Edition> {
  let rows = 0;
  const lines = await make(
    together(counted(asJsonl(dataset), () => (rows += 1))),
    (sha256) => `${name}-${sha256}.jsonl`,
  );
  await removeOld(`${name}-`, `${name}-${lines.sha256}`);
  return { mark, madeAt: Date.now(), lines, rows, forms: new Map() };
}

async function isThere({ path }: Made): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function currentOrNew(name: string, dataset: Dataset): Promise<Edition> {
  const mark = await markOf(name);
  const before = editions.get(name);
  const isYoung = before && Date.now() - before.madeAt < OLDEST_MS;
  // Another web server on this folder may have removed it.
  if (isYoung && before.mark === mark && (await isThere(before.lines))) return before;
  const edition = await newEdition(name, dataset, mark);
  editions.set(name, edition);
  return edition;
}

/** The dataset's edition as it is now; all who ask while it is being made get the same. */
export async function currentEdition(name: string, dataset: Dataset): Promise<Edition> {
  const underWay = making.get(name);
  if (underWay) return underWay;
  const edition = currentOrNew(name, dataset).finally(() => making.delete(name));
  making.set(name, edition);
  return edition;
}

const row = z.record(z.string(), z.unknown());

async function* rowsIn(path: string): AsyncGenerator<Row> {
  const input = createReadStream(path);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    yield row.parse(JSON.parse(line));
  }
}

/** What `transform` makes of a file; an error of either ends both. */
function through(path: string, transform: Transform): Transform {
  pipeline(createReadStream(path), transform, () => undefined);
  return transform;
}

/** The form's bytes, made of the lines, so that all forms of an edition say the same. */
function formOf(form: Exclude<Form, 'jsonl'>, dataset: Dataset, { path }: Made) {
  switch (form) {
    case 'jsonl.gz':
      return through(path, createGzip());
    case 'jsonl.br':
      return through(path, createBrotliCompress({ params: QUICK }));
    case 'parquet':
      return asParquet({ ...dataset, rows: () => rowsIn(path) });
  }
}

/** The file of a dataset in that form as it is now. It is made once for each change, whoever asks. */
export async function exportFile(name: string, dataset: Dataset, form: Form): Promise<Made> {
  const { lines, forms } = await currentEdition(name, dataset);
  if (form === 'jsonl') return lines;
  const before = forms.get(form);
  if (before && (await before.then(isThere, () => false))) return before;
  const made = make(formOf(form, dataset, lines), () => `${name}-${lines.sha256}.${form}`);
  forms.set(form, made);
  made.catch(() => forms.delete(form));
  return made;
}
