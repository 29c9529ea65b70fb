import { at } from '@/lib/at';
import { wrongLine } from './read-prompt';

/** A line of a file that is not empty, and its number from 1 on. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

export function linesOf(text: string): Line[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((own, index) => ({ line: index + 1, text: own.trim() }))
    .filter((own) => own.text !== '');
}

/** A value of a file of JSON Lines, and the number of its line. */
export interface JsonLine {
  readonly line: number;
  readonly value: unknown;
}

/** The value in each line. Throws InvalidInput for a line that is no JSON. */
export function jsonLinesOf(text: string): JsonLine[] {
  return linesOf(text).map(({ line, text: own }) => {
    try {
      const value: unknown = JSON.parse(own);
      return { line, value };
    } catch {
      const begin = own.length > 40 ? `${own.slice(0, 40)}…` : own;
      throw wrongLine(line, `“${begin}” is not JSON; each line must be one JSON value.`);
    }
  });
}

/** Whether a text looks like JSON Lines: its first line is an object or a string. */
export function looksLikeJsonLines(text: string): boolean {
  const [first] = linesOf(text.slice(0, 100_000));
  if (!first || !/^[{"]/.test(first.text)) return false;
  try {
    const value: unknown = JSON.parse(at([first], 0).text);
    return typeof value === 'object' || typeof value === 'string';
  } catch {
    return false;
  }
}
