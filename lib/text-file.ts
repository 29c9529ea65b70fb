import { readFile } from 'node:fs/promises';
import { decodedText } from '@/lib/decoded-text';
import { whyNot } from '@/lib/file-errors.mjs';

/** A file that should hold text cannot be read as such; the message is one sentence that names it. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}

/** The text in a file however Windows has written it: with a byte-order mark, in UTF-16, with CRLF. Throws TextFileError. */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new TextFileError(`${file} cannot be read: ${whyNot(cause)}.`, { cause });
  });
  try {
    return decodedText(bytes);
  } catch (cause) {
    throw new TextFileError(`${file} is no text in UTF-8 or UTF-16; save it as UTF-8.`, { cause });
  }
}
