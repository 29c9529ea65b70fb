import type { Category } from '@/lib/store/generated/client';
import type { Values } from '@/lib/store/keyset';
import { searchedWords } from './prompts';

/** From, and up to but not with; either may be left out. */
export interface Range<T> {
  readonly gte?: T | null | undefined;
  readonly lt?: T | null | undefined;
}

/** SQL: a column of that type lies within a range. */
export function within(
  column: string,
  type: 'float8' | 'timestamptz',
  range: Range<number | Date> | null | undefined,
  values: Values,
): string[] {
  const { gte, lt } = range ?? {};
  return [
    ...(gte === undefined || gte === null ? [] : [`${column} >= ${values.add(gte)}::${type}`]),
    ...(lt === undefined || lt === null ? [] : [`${column} < ${values.add(lt)}::${type}`]),
  ];
}

/** What is said of a prompt. */
export interface PromptConditions {
  readonly category?: Category | null | undefined;
  /** Words that are in it; no prompt has those of a text without any. */
  readonly text?: string | null | undefined;
}

/** SQL: what is said of the prompt of that alias. */
export function aboutPrompt(
  prompt: string,
  { category, text }: PromptConditions,
  values: Values,
): string[] {
  const words = searchedWords(text ?? '').map((word) => `%${word}%`);
  return [
    ...(category ? [`${prompt}.category = ${values.add(category)}::"Category"`] : []),
    ...(words.length > 0
      ? [`${prompt}."normalizedText" LIKE ALL (${values.add(words)}::text[])`]
      : []),
    ...(words.length === 0 && text?.trim() ? ['false'] : []),
  ];
}

/** SQL: what is said of the prompt that a row of that alias is of. */
export function ofPrompt(row: string, said: PromptConditions, values: Values): string[] {
  const conditions = aboutPrompt('own', said, values);
  if (conditions.length === 0) return [];
  return [
    `EXISTS (SELECT 1 FROM "Prompt" own WHERE own.id = ${row}."promptId" AND ${conditions.join(' AND ')})`,
  ];
}
