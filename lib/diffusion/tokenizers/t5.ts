import { PrecompiledNormalizer, SequenceNormalizer, Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';

/**
 * T5's tokenizer of a tokenizer.json, equal to Python's. The library takes NFKC for the table by which
 * SentencePiece normalizes; they part where marks follow what NFKC changes. Throws when it is unusable.
 */
export function t5Tokenizer(rules: Record<string, unknown>): Tokenizer {
  const tokenizer = new Tokenizer(rules, {});
  const { normalizer } = tokenizer;
  const parts = normalizer instanceof SequenceNormalizer ? normalizer.normalizers : [normalizer];
  for (const part of parts) {
    if (!(part instanceof PrecompiledNormalizer)) continue;
    const table = readTable(z.base64().parse(part.charsmap));
    // Python takes U+0085 for white space where it splits words, JavaScript does not. And what becomes
    // "</s>" only here, such as "＜/s＞", is the special token for the library unless a space is before it.
    part.normalize = (text) => ` ${replaceAll(text, table).replaceAll('\u0085', ' ')}`;
  }
  return tokenizer;
}

/** What the table writes for the shortest beginning of `bytes` that it knows; else undefined. */
type Table = (bytes: Uint8Array) => string | undefined;

/** SentencePiece's format: the size of a trie, the trie as a double array, and texts that end with 0. */
function readTable(base64: string): Table {
  const file = Buffer.from(base64, 'base64');
  const texts = 4 + file.readUInt32LE(0);
  const unitAt = (index: number) => file.readUInt32LE(4 + 4 * index);
  const children = (unit: number) => (unit >>> 10) << ((unit & 0x200) >>> 6);
  const textAt = (start: number) => file.toString('utf8', start, file.indexOf(0, start));
  return (bytes) => {
    let node = children(unitAt(0));
    for (const byte of bytes) {
      node ^= byte;
      const unit = unitAt(node);
      if ((unit & 0x800000ff) >>> 0 !== byte) return undefined;
      node ^= children(unit);
      if (unit & 0x100) return textAt(texts + (unitAt(node) & 0x7fffffff));
    }
    return undefined;
  };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** As Rust does it: a short grapheme as a whole, losing the marks on what the table knows, or by code points. */
function replaceAll(text: string, table: Table): string {
  let replaced = '';
  for (const { segment } of graphemes.segment(text)) {
    const bytes = encoder.encode(segment);
    const whole = bytes.length < 6 ? table(bytes) : undefined;
    replaced += whole ?? Array.from(segment, (c) => table(encoder.encode(c)) ?? c).join('');
  }
  return replaced;
}
