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

/** The text of a file however Windows has written it: with a byte-order mark, in UTF-16, with CRLF. Throws TypeError. */
export function decodedText(bytes: Uint8Array): string {
  return decoderFor(bytes).decode(bytes).replaceAll('\r\n', '\n');
}
