import { splitWords } from './clip';

/** The words of `prompt` that are not among those that a model knows; each once, as CLIP sees them. */
export function unknownWords(prompt: string, known: ReadonlySet<string>): string[] {
  const words = splitWords(prompt).filter((word) => /\p{L}/u.test(word) && !known.has(word));
  return [...new Set(words)];
}

/** Letters with their marks, so that what is composed otherwise is found, too; and what CLIP cuts off after one. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d|[\p{L}\p{M}]+/giu;

/** A word, and from where to where it stands in a text, in UTF-16 code units. */
export interface PlacedWord {
  readonly word: string;
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

/** Where `text` has these words, as CLIP sees them; without those that it has nowhere. */
export function placesOf(words: readonly string[], text: string): PlacedWord[] {
  const found = [...text.matchAll(WORDS)].map(({ 0: match, index }) => ({
    word: splitWords(match).join(''),
    place: { start: index, end: index + match.length },
  }));
  return words.flatMap((word) => {
    const places = found.filter((own) => own.word === word).map(({ place }) => place);
    return places.length > 0 ? [{ word, places }] : [];
  });
}
