import * as z from 'zod/mini';
import { InvalidInput } from '@/lib/problems';
import { writtenText } from '@/lib/written-text';
import { normalizePrompt } from '../prompts';
import { formatNamed, formatOf, type FormatName, type SetFile } from './formats';
import type { Columns, Reading } from './generic';
import { wrongLine, type ReadPrompt } from './read-prompt';

/** Of a prompt of a set: longer than one that somebody types, since some benchmarks describe whole scenes. */
export const SET_LIMITS = {
  /** Characters. */
  prompt: 1500,
  /** Bytes of UTF-8: no index of the database takes longer ones. */
  bytes: 2600,
  /** Characters of what a set calls its prompts and categories. */
  name: 200,
  /** Bytes of what a set says of one prompt, as JSON. */
  about: 100_000,
} as const;

const textSchema = writtenText('The prompt').check(
  z.minLength(1, 'The prompt is empty.'),
  z.maxLength(
    SET_LIMITS.prompt,
    `The prompt is longer than the ${SET_LIMITS.prompt} characters that are taken.`,
  ),
  z.refine(
    (text) => Buffer.byteLength(normalizePrompt(text)) <= SET_LIMITS.bytes,
    `The prompt is longer than the ${SET_LIMITS.bytes} bytes that are taken.`,
  ),
);

const nameSchema = writtenText('What the set calls it').check(
  z.maxLength(
    SET_LIMITS.name,
    `What the set calls it is longer than the ${SET_LIMITS.name} characters that are taken.`,
  ),
);

/** A prompt of a set as it is stored. */
export interface CheckedPrompt extends ReadPrompt {
  readonly normalizedText: string;
}

/** Lines that say a prompt again, and which said it first. */
export interface Repeated {
  readonly line: number;
  readonly first: number;
}

/** What is in a file, each prompt once. */
export interface CheckedSet extends Omit<Reading, 'prompts'> {
  readonly format: FormatName;
  readonly prompts: readonly CheckedPrompt[];
  readonly repeated: readonly Repeated[];
}

function parsed(line: number, schema: z.ZodMiniType<string, string>, text: string): string {
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  throw wrongLine(line, result.error.issues[0]?.message ?? 'It is no prompt.');
}

function checked(prompt: ReadPrompt): CheckedPrompt {
  const { line, ownKey, ownCategory, facts, questions } = prompt;
  const text = parsed(line, textSchema, prompt.text);
  for (const name of [ownKey, ownCategory]) if (name) parsed(line, nameSchema, name);
  const about = JSON.stringify([facts, questions]);
  if (about.length > SET_LIMITS.about || about.includes('\\u0000')) {
    throw wrongLine(line, 'What the set says of this prompt is too long, or no text.');
  }
  return { ...prompt, text, normalizedText: normalizePrompt(text) };
}

/**
 * Reads a file of prompts by its format, or by the one that it looks like; what it says twice is there once. Throws
 * InvalidInput, with the line, for what cannot be taken: then nothing of the file is.
 */
export function readSet(
  file: SetFile,
  asked: { readonly format?: FormatName | undefined; readonly columns: Columns },
): CheckedSet {
  const format = asked.format ?? formatOf(file);
  const { prompts: read, ...choice } = formatNamed(format).read(file, asked.columns);
  if (read.length === 0) throw new InvalidInput('text', 'There is no prompt in the file.');
  const first = new Map<string, CheckedPrompt>();
  const repeated: Repeated[] = [];
  for (const own of read) {
    const prompt = checked(own);
    const known = first.get(prompt.normalizedText);
    if (known) repeated.push({ line: prompt.line, first: known.line });
    else first.set(prompt.normalizedText, prompt);
  }
  return { ...choice, format, prompts: [...first.values()], repeated };
}
