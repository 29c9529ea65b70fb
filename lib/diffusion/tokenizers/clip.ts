import { at } from '@/lib/at';
import { straighten } from './straighten';

/** A token that a prompt may spell out, such as `<|endoftext|>`. */
export interface SpecialToken {
  readonly content: string;
  readonly id: number;
  /** Found in what the prompt becomes when it is normalized, that is in upper case, too. */
  readonly normalized: boolean;
  /** The further ids of a word that stands for several. */
  readonly following?: readonly number[] | undefined;
}

/** What a CLIP tokenizer folder says, however it is written. */
export interface ClipVocabulary {
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Pairs in order of rank, best first. */
  readonly merges: readonly (readonly [string, string])[];
  readonly startToken: string;
  readonly endToken: string;
  readonly padToken: string;
  readonly specialTokens: readonly SpecialToken[];
  /** Ids per prompt, start and end included. */
  readonly maxLength: number;
  /** Whether the base was trained on prompts that ftfy had straightened; by default it was not. */
  readonly straightens?: boolean | undefined;
}

export interface EncodedPrompt {
  /** `maxLength` ids: start, tokens, end, padding. */
  readonly ids: readonly number[];
  /** How many tokens the whole prompt has, those that did not fit among them. */
  readonly tokens: number;
  /** The words that did not fit, in order; empty when nothing was cut. */
  readonly truncatedWords: readonly string[];
}

const END_OF_WORD = '</w>';
// White_Space, for \s of JavaScript has U+FEFF in it and lacks U+0085.
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;
// Python splits twice, first so: after "<|EndOfText|>", which becomes three words, a new one begins.
const CHUNKS = new RegExp(`<\\|startoftext\\|>|<\\|endoftext\\|>|${WORDS.source}`, 'gu');

/** GPT-2's printable alphabet for the 256 bytes. */
const BYTE_ALPHABET: readonly string[] = (() => {
  const printable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    if (printable(byte)) return String.fromCodePoint(byte);
    others += 1;
    return String.fromCodePoint(255 + others);
  });
})();

/** NFC, lowercase code point by code point, so that a final Σ becomes σ as in Rust and Python. */
function normalize(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => character.toLowerCase()).join('');
}

/** What splits a text around these strings, the longest first, and keeps them. */
function separator(contents: readonly string[]): RegExp {
  const longestFirst = [...contents].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'));
  return new RegExp(`(${escaped.join('|') || '(?!)'})`, 'u');
}

/** CLIP's byte-level BPE (openai/CLIP, simple_tokenizer.py), for any vocabulary size. */
export class ClipTokenizer {
  readonly #source: ClipVocabulary;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #specials: ReadonlyMap<string, readonly number[]>;
  readonly #asWritten: RegExp;
  readonly #asNormalized: RegExp;
  readonly #start: number;
  readonly #end: number;
  readonly #pad: number;

  /** Throws RangeError when a special token is missing from the vocabulary. */
  constructor(source: ClipVocabulary) {
    this.#source = source;
    this.#ranks = new Map(source.merges.map(([a, b], rank) => [`${a} ${b}`, rank]));
    this.#start = this.#special(source.startToken);
    this.#end = this.#special(source.endToken);
    this.#pad = this.#special(source.padToken);
    const found = ({ content, normalized }: SpecialToken) =>
      normalized ? normalize(content) : content;
    const specials = source.specialTokens;
    this.#specials = new Map(
      specials.map((token) => [found(token), [token.id, ...(token.following ?? [])]]),
    );
    this.#asWritten = separator(specials.filter((token) => !token.normalized).map(found));
    this.#asNormalized = separator(specials.filter((token) => token.normalized).map(found));
  }

  get maxLength(): number {
    return this.#source.maxLength;
  }

  /** Splits `prompt` into words, the words into tokens, and cuts or pads to `maxLength`. */
  encode(prompt: string): EncodedPrompt {
    const room = this.#source.maxLength - 2;
    const ids: number[] = [];
    const truncatedWords: string[] = [];
    for (const word of this.#split(prompt)) {
      const tokens = this.#wordIds(word);
      if (ids.length + tokens.length > room) truncatedWords.push(word);
      ids.push(...tokens);
    }
    const kept = ids.slice(0, room);
    const padding = Array.from({ length: room - kept.length }, () => this.#pad);
    const tokens = ids.length;
    return { ids: [this.#start, ...kept, this.#end, ...padding], tokens, truncatedWords };
  }

  /** The words of `prompt`; a special token that it spells out is one. */
  #split(prompt: string): string[] {
    const written = this.#source.straightens ? straighten(prompt) : prompt;
    return written.split(this.#asWritten).flatMap((part, i) => {
      if (i % 2 === 1) return [part];
      const parts = normalize(part).split(this.#asNormalized);
      return parts.flatMap((text, j) => (j % 2 === 1 ? [text] : wordsOf(text)));
    });
  }

  #special(token: string): number {
    const id = this.#source.vocabulary.get(token);
    if (id === undefined) throw new RangeError(`The vocabulary has no token ${token}.`);
    return id;
  }

  #wordIds(word: string): readonly number[] {
    const special = this.#specials.get(word);
    if (special) return special;
    const bytes = Array.from(new TextEncoder().encode(word), (b) => at(BYTE_ALPHABET, b));
    const symbols = [...bytes.slice(0, -1), `${at(bytes, bytes.length - 1)}${END_OF_WORD}`];
    return this.#merge(symbols).map((symbol) => this.#source.vocabulary.get(symbol) ?? this.#end);
  }

  /** Applies the best-ranked pair, everywhere it occurs, until no pair has a rank. */
  #merge(symbols: readonly string[]): readonly string[] {
    let current = symbols;
    while (current.length > 1) {
      let best: { rank: number; left: string; right: string } | undefined;
      for (let i = 0; i + 1 < current.length; i += 1) {
        const [left = '', right = ''] = current.slice(i, i + 2);
        const rank = this.#ranks.get(`${left} ${right}`);
        if (rank !== undefined && (!best || rank < best.rank)) best = { rank, left, right };
      }
      if (!best) break;
      const merged: string[] = [];
      for (let i = 0; i < current.length; i += 1) {
        const symbol = at(current, i);
        if (symbol === best.left && current[i + 1] === best.right) {
          merged.push(best.left + best.right);
          i += 1;
        } else {
          merged.push(symbol);
        }
      }
      current = merged;
    }
    return current;
  }
}

/** A prompt's words as CLIP sees them: NFC, lowercase, split into letters, digits and marks. */
export function splitWords(prompt: string): string[] {
  return wordsOf(normalize(prompt));
}

function wordsOf(normalized: string): string[] {
  return (normalized.match(CHUNKS) ?? []).flatMap((chunk) => chunk.match(WORDS) ?? []);
}
