import { COLOURS, RELATIONS } from '@/lib/evaluation/plain-words';

/** Kinds of facts that a longer text must not lose. */
export type FactKind = 'number' | 'colour' | 'object' | 'relation';

/** One fact of a short prompt, in its own words, and whether the longer text keeps it. */
export interface KeptFact {
  readonly kind: FactKind;
  readonly text: string;
  readonly kept: boolean;
}

const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
/** Words that carry no fact of their own. */
const EMPTY = new Set(
  (
    'a an the and or of in on at to with from by for as is are was were be being it its his her ' +
    'their this that these those there here very some many each picture image photo drawing ' +
    'illustration showing while who which into onto against all both'
  ).split(' '),
);

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
}

/** Singular and plural, "cat" and "cats", "run" and "running", are one word here. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=..)(ing|ed|es|s)$/, '')
    .replace(/([^aeiou])\1$/, '$1')
    .replace(/e$/, '');
}

function numberOf(word: string): number | undefined {
  const named = NUMBERS.indexOf(word);
  if (named >= 0) return named;
  return /^\p{N}+$/u.test(word) ? Number(word) : undefined;
}

interface Phrase {
  /** The noun: the last word of a run of words that carry facts. */
  readonly head: string;
  readonly number: string | undefined;
  readonly colours: readonly string[];
  readonly at: number;
}

/** Runs of meaningful words with their numbers and colours: "three red balloons", "blue sky". */
function phrasesOf(words: readonly string[]): Phrase[] {
  const phrases: Phrase[] = [];
  const relationWords = new Set(Object.keys(RELATIONS).flatMap((name) => name.split(' ')));
  let run: { word: string; at: number }[] = [];
  const close = () => {
    const last = run.at(-1);
    const described = run.slice(0, -1).map(({ word }) => word);
    if (last && numberOf(last.word) === undefined && !COLOURS.has(last.word)) {
      phrases.push({
        head: last.word,
        number: described.find((word) => numberOf(word) !== undefined),
        colours: described.filter((word) => COLOURS.has(word)),
        at: last.at,
      });
    }
    run = [];
  };
  words.forEach((word, at) => {
    if (EMPTY.has(word) || relationWords.has(word)) close();
    else run.push({ word, at });
  });
  close();
  return phrases;
}

/** Where `words` has each word of the family of `word`. */
function places(words: readonly string[], word: string): number[] {
  const wanted = stem(word);
  return words.flatMap((other, at) => (stem(other) === wanted ? [at] : []));
}

/** Whether one of `words` just before an occurrence of `head` passes `test`. */
function before(words: readonly string[], head: string, test: (word: string) => boolean): boolean {
  return places(words, head).some((at) => words.slice(Math.max(0, at - 4), at).some(test));
}

/** Whether a number of `words` just before `head` says something else than `wanted`. */
function contradicts(words: readonly string[], head: string, wanted: number): boolean {
  return before(words, head, (word) => ![undefined, wanted].includes(numberOf(word)));
}

function relationIn(
  words: readonly string[],
  name: string,
  first: string,
  second: string,
): boolean {
  const text = words.join(' ');
  for (const [relation, [from, to]] of [
    [name, [first, second]],
    [RELATIONS[name] ?? name, [second, first]],
  ] as const) {
    for (let at = ` ${text} `.indexOf(` ${relation} `); at >= 0;) {
      const left = wordsOf(text.slice(0, at));
      const right = wordsOf(text.slice(at + relation.length));
      const here = places(left.slice(-8), from).length > 0;
      if (here && places(right.slice(0, 8), to).length > 0) return true;
      at = ` ${text} `.indexOf(` ${relation} `, at + 1);
    }
  }
  return false;
}

/**
 * Which numbers, colours, objects and relations of `short` survive in `long`. A number must stand
 * just before its noun, and no other number may; a colour must stand within a few words of it; a
 * relation must hold between the same two nouns, in this order or inverted.
 */
export function keptFacts(short: string, long: string): KeptFact[] {
  const words = wordsOf(short);
  const longWords = wordsOf(long);
  const phrases = phrasesOf(words);
  const facts: KeptFact[] = [];
  for (const { head, number, colours } of phrases) {
    facts.push({ kind: 'object', text: head, kept: places(longWords, head).length > 0 });
    if (number !== undefined) {
      const wanted = numberOf(number) ?? NaN;
      const kept =
        before(longWords, head, (word) => numberOf(word) === wanted) &&
        !contradicts(longWords, head, wanted);
      facts.push({ kind: 'number', text: `${number} ${head}`, kept });
    }
    for (const colour of colours) {
      const near = places(longWords, head).some((at) =>
        longWords.slice(Math.max(0, at - 4), at + 7).includes(colour),
      );
      facts.push({ kind: 'colour', text: `${colour} ${head}`, kept: near });
    }
  }
  const text = words.join(' ');
  for (const relation of Object.keys(RELATIONS)) {
    const index = ` ${text} `.indexOf(` ${relation} `);
    if (index < 0) continue;
    const middle = wordsOf(text.slice(0, index)).length;
    const first = phrases.findLast((phrase) => phrase.at < middle);
    const second = phrases.find((phrase) => phrase.at >= middle);
    if (!first || !second) continue;
    facts.push({
      kind: 'relation',
      text: `${first.head} ${relation} ${second.head}`,
      kept: relationIn(longWords, relation, first.head, second.head),
    });
  }
  return facts;
}
