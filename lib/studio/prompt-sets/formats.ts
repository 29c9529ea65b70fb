import { looksLikeJsonLines, linesOf } from './lines';
import { readJsonLines, readTable, readText, type Columns, type Reading } from './generic';
import type { LICENCES } from './licences';
import {
  compbenchOf,
  DSG_COLUMNS,
  GECKO_COLUMNS,
  hasColumns,
  PARTI_COLUMNS,
  readCompbench,
  readDsg,
  readGecko,
  readGeneval,
  readGeneval2,
  readParti,
} from './published';
import type { ReadPrompt } from './read-prompt';
import { tableOf } from './table';

/** A file as somebody brings it. */
export interface SetFile {
  /** Its name where there is one: T2I-CompBench says nowhere else what its prompts are about. */
  readonly name: string;
  readonly text: string;
}

interface Format {
  readonly title: string;
  /** Under which a benchmark publishes its prompts. */
  readonly licence?: (typeof LICENCES)[number];
  /** Where. */
  readonly source?: string;
  /** Whether a file looks like it; the first of the table that says so is it. */
  readonly isIt: (file: SetFile) => boolean;
  /** Throws InvalidInput, with the line, for what it cannot read. */
  readonly read: (file: SetFile, columns: Columns) => Reading;
}

const prompts = (found: readonly ReadPrompt[]): Reading => ({ prompts: found, columns: [] });

const firstHas = ({ text }: SetFile, ...fields: readonly string[]) => {
  const first = linesOf(text.slice(0, 100_000))[0]?.text ?? '';
  return first.startsWith('{') && fields.every((field) => first.includes(`"${field}"`));
};

/** What a first line, which may be anything, makes of a table. */
const tableHas = ({ text }: SetFile, columns: readonly string[]) => {
  try {
    return hasColumns(text, columns);
  } catch {
    return false;
  }
};

/** Every layout that can be imported, in the order in which a file is looked at. */
export const FORMATS = {
  GENEVAL: {
    title: 'GenEval',
    licence: 'MIT',
    source: 'https://github.com/djghosh13/geneval',
    isIt: (file) => firstHas(file, 'tag', 'include', 'prompt'),
    read: ({ text }) => prompts(readGeneval(text)),
  },
  GENEVAL_2: {
    title: 'GenEval 2',
    licence: 'CC-BY-NC-4.0',
    source: 'https://github.com/facebookresearch/GenEval2',
    isIt: (file) => firstHas(file, 'prompt', 'vqa_list', 'skills'),
    read: ({ text }) => prompts(readGeneval2(text)),
  },
  T2I_COMPBENCH: {
    title: 'T2I-CompBench++',
    licence: 'MIT',
    source: 'https://github.com/Karine-Huang/T2I-CompBench',
    isIt: ({ name }) => compbenchOf(name) !== undefined,
    read: ({ text, name }) => prompts(readCompbench(text, name)),
  },
  DSG: {
    title: 'DSG-1k, DPG-Bench',
    licence: 'Apache-2.0',
    source: 'https://github.com/j-min/DSG',
    isIt: (file) => tableHas(file, DSG_COLUMNS),
    read: ({ text }) => prompts(readDsg(tableOf(text))),
  },
  PARTI_PROMPTS: {
    title: 'PartiPrompts',
    licence: 'Apache-2.0',
    source: 'https://github.com/google-research/parti',
    isIt: (file) => tableHas(file, PARTI_COLUMNS),
    read: ({ text }) => prompts(readParti(tableOf(text))),
  },
  GECKO: {
    title: 'Gecko',
    licence: 'CC-BY-4.0',
    source: 'https://github.com/google-deepmind/gecko_benchmark_t2i',
    isIt: (file) => tableHas(file, GECKO_COLUMNS),
    read: ({ text }) => prompts(readGecko(tableOf(text))),
  },
  JSONL: {
    title: 'JSON Lines',
    isIt: ({ text }) => looksLikeJsonLines(text),
    read: ({ text }, columns) => readJsonLines(text, columns),
  },
  TABLE: {
    title: 'CSV, TSV',
    isIt: ({ name }) => /\.(?:csv|tsv)$/i.test(name),
    read: ({ text }, columns) => readTable(text, columns),
  },
  TEXT: {
    title: 'Text',
    isIt: () => true,
    read: ({ text }) => readText(text),
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(FORMATS, name);
}

export const FORMAT_NAMES: readonly FormatName[] = Object.keys(FORMATS).filter(isFormatName);

/** What of a format may be said of it, whichever it is. */
export const formatNamed = (name: FormatName): Format => FORMATS[name];

/** Which layout a file has, by its content and, where that is not enough, its name. */
export function formatOf(file: SetFile): FormatName {
  return FORMAT_NAMES.find((name) => FORMATS[name].isIt(file)) ?? 'TEXT';
}
