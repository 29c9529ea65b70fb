import { at } from '@/lib/at';
import type { Vocabulary } from './vocabulary';

/** Where something stands in a text: from `start` up to, but without, `end`, in UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Word extends Place {
  /** In lower case. */
  readonly word: string;
}

/** What a phrase of a prompt can mean to a scorer. */
export type Kind = keyof Vocabulary | 'article';

export interface Meaning {
  readonly kind: Kind;
  readonly name: string;
}

/** A phrase of a prompt; `meaning` is undefined where the vocabulary lacks it. */
interface Read extends Place {
  readonly meaning: Meaning | 'break' | undefined;
}

const NUMERALS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const ARTICLES = ['a', 'an', 'the'];
/** After these an article belongs to what came before: in "a picture of dogs" no dog is single. */
const BREAKS = new Set(['of', 'with', 'and', 'in', 'on', 'at', 'showing']);
const KINDS = [
  'colours',
  'numbers',
  'relations',
  'actions',
  'persons',
  'cooks',
  'nouns',
  'backgrounds',
] as const satisfies readonly Kind[];

/** The words and numbers of a text, and where they stand. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\p{L}+|\p{N}+/gu)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    start: index,
    end: index + word.length,
  }));
}

interface Book {
  readonly phrases: ReadonlyMap<string, Meaning>;
  /** How many words the longest phrase has. */
  readonly longest: number;
}

/** Every phrase with what it means. */
function phraseBook(vocabulary: Vocabulary): Book {
  const phrases = new Map<string, Meaning>(
    ARTICLES.map((name) => [name, { kind: 'article', name }]),
  );
  NUMERALS.forEach((word, i) => phrases.set(word, { kind: 'numbers', name: String(i + 1) }));
  let longest = 1;
  for (const kind of KINDS) {
    for (const [name, said] of Object.entries(vocabulary[kind])) {
      for (const phrase of said) {
        const words = wordsOf(phrase).map(({ word }) => word);
        phrases.set(words.join(' '), { kind, name });
        longest = Math.max(longest, words.length);
      }
    }
  }
  return { phrases, longest };
}

const books = new WeakMap<Vocabulary, Book>();

function bookOf(vocabulary: Vocabulary): Book {
  const book = books.get(vocabulary) ?? phraseBook(vocabulary);
  books.set(vocabulary, book);
  return book;
}

/** What one phrase means, by itself. */
function meaningOf(said: string, { phrases }: Book): Read['meaning'] {
  if (BREAKS.has(said)) return 'break';
  return /^\d+$/.test(said) ? { kind: 'numbers', name: String(Number(said)) } : phrases.get(said);
}

/** The prompt phrase by phrase, the longest first, with what each means and where it stands. */
export function readPhrases(prompt: string, vocabulary: Vocabulary): Read[] {
  const book = bookOf(vocabulary);
  const read: Read[] = [];
  let words = wordsOf(prompt);
  while (words.length > 0) {
    const starts = words.slice(0, book.longest).map(({ word }) => word);
    while (starts.length > 1 && !book.phrases.has(starts.join(' '))) starts.pop();
    const { start } = at(words, 0);
    const { end } = at(words, starts.length - 1);
    read.push({ meaning: meaningOf(starts.join(' '), book), start, end });
    words = words.slice(starts.length);
  }
  return read;
}
