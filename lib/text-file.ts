import { readFile } from 'node:fs/promises';
import { whyNot } from '@/lib/file-errors.mjs';

/** A file that should hold text cannot be read as such; the message is one sentence that names it. */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
}

/**
 * What reads the text that begins with these bytes: UTF-16 where its byte-order mark, or the zero in its first character, says
 * so, else UTF-8. The mark itself is no part of the text. What is neither makes it throw TypeError.
 */
export function decoderFor(begin: Uint8Array): TextDecoder {
  const [one, two] = begin;
  const little = (one === 0xff && two === 0xfe) || (one !== 0 && two === 0);
  const big = (one === 0xfe && two === 0xff) || (one === 0 && two !== 0 && two !== undefined);
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8', { fatal: true });
}

/** The text in a file however Windows has written it: with a byte-order mark, in UTF-16, with CRLF. Throws TextFileError. */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new TextFileError(`${file} cannot be read: ${whyNot(cause)}.`, { cause });
  });
  try {
    return decoderFor(bytes).decode(bytes).replaceAll('\r\n', '\n');
  } catch (cause) {
    throw new TextFileError(`${file} is no text in UTF-8 or UTF-16; save it as UTF-8.`, { cause });
  }
}
