import { factText } from './fact-text';
import type { FactName, JudgedFact } from './judge';
import { plainFacts, type PlainKind } from './plain-words';
import { readPhrases, type Kind, type Meaning, type Place } from './reading';
import type { Vocabulary } from './vocabulary';

/** UNCHECKED: nobody but people can say. */
type FactVerdict = 'RIGHT' | 'WRONG' | 'UNCHECKED';

/** One fact that a prompt states, where it states it, and what became of it in a picture. */
export interface CheckedFact {
  readonly kind: FactName;
  /** The prompt's own words for it. */
  readonly words: string;
  /** So many of those, and of the words about what it is, that it reads on its own: "yellow flower" for "yellow". */
  readonly text: string;
  /** Where those stand; none where the prompt says it in no words of its own. */
  readonly places: readonly Place[];
  readonly verdict: FactVerdict;
  /** What the scorer sees instead, or as well; undefined where it does not look. */
  readonly seen: string | undefined;
}

const FACT_OF: Readonly<Record<Exclude<Kind, 'article'>, FactName>> = {
  nouns: 'object',
  numbers: 'count',
  colours: 'colour',
  relations: 'relation',
  actions: 'action',
  cooks: 'action',
  persons: 'person',
  backgrounds: 'background',
};

/** Names are no facts about a picture, as far as words go. */
const FACT_OF_PLAIN: Readonly<Record<Exclude<PlainKind, 'name'>, FactName>> = {
  count: 'count',
  colour: 'colour',
  background: 'background',
  action: 'action',
  relation: 'relation',
};

/** A phrase that means something, and the thing that comes after it. */
interface Phrase extends Place, Meaning {
  readonly noun: string | undefined;
}

function phrasesOf(prompt: string, vocabulary: Vocabulary): Phrase[] {
  const read = readPhrases(prompt, vocabulary).flatMap(({ meaning, ...place }) =>
    typeof meaning === 'object' ? [{ ...place, ...meaning }] : [],
  );
  return read.map((own, i) => ({
    ...own,
    noun: read.slice(i).find(({ kind }) => kind === 'nouns')?.name,
  }));
}

/** Whether `phrase` is how the prompt says what was judged. */
function says({ kind, name, noun }: Phrase, { fact, asked }: JudgedFact): boolean {
  if (kind === 'article') return fact === 'count' && asked === `1 × ${noun ?? ''}`;
  if (fact !== FACT_OF[kind]) return false;
  if (fact === 'object') return asked.split(', ').includes(name);
  if (fact === 'count') return asked === `${name} × ${noun ?? ''}`;
  if (fact === 'colour') return asked === `${name} ${noun ?? ''}`;
  return fact === 'relation' ? asked.includes(` ${name} `) : asked === name;
}

function overlap(a: Place, b: Place): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Of what was judged, the phrases that say it; an article counts only where no number does. */
function sayingIt(phrases: readonly Phrase[], judged: JudgedFact): Phrase[] {
  const saying = phrases.filter((phrase) => says(phrase, judged));
  const plain = saying.filter(({ kind }) => kind !== 'article');
  return plain.length > 0 ? plain : saying.slice(0, 1);
}

interface Stated extends Place {
  readonly kind: FactName;
}

/** What the prompt states besides `judged`, in the scorer's words or in plain English; of two at one place the longer. */
function unchecked(prompt: string, phrases: readonly Phrase[], judged: readonly Place[]): Stated[] {
  const known = phrases.flatMap(({ kind, start, end }) =>
    kind === 'article' ? [] : [{ kind: FACT_OF[kind], start, end }],
  );
  const plain = plainFacts(prompt).flatMap(({ kind, start, end }) =>
    kind === 'name' ? [] : [{ kind: FACT_OF_PLAIN[kind], start, end }],
  );
  const longestFirst = [...known, ...plain].sort((a, b) => b.end - b.start - (a.end - a.start));
  const found: Stated[] = [];
  for (const own of longestFirst) {
    if (![...judged, ...found].some((other) => overlap(own, other))) found.push(own);
  }
  return found;
}

/**
 * Every fact that `prompt` states, in its order: those that a scorer with this vocabulary judged, and those that it
 * cannot check. Without a vocabulary nothing is known of places, nor of what was left unchecked.
 */
export function checkedFacts(
  prompt: string,
  judged: readonly JudgedFact[],
  vocabulary: Vocabulary | undefined,
): CheckedFact[] {
  const phrases = vocabulary ? phrasesOf(prompt, vocabulary) : [];
  const wordsAt = (places: readonly Place[]) =>
    places.map(({ start, end }) => prompt.slice(start, end)).join(', ');
  const textOf = (kind: FactName, places: readonly Place[]) => {
    const [first, another] = places;
    // Several things are one fact: they are all there.
    if (!first || (kind === 'object' && another)) return wordsAt(places);
    return factText(prompt, kind, first, phrases);
  };
  const checked = judged.map((own): CheckedFact => {
    const places = sayingIt(phrases, own).map(({ start, end }) => ({ start, end }));
    return {
      kind: own.fact,
      words: wordsAt(places) || own.asked,
      text: textOf(own.fact, places) || own.asked,
      places,
      verdict: own.right ? 'RIGHT' : 'WRONG',
      seen: own.seen,
    };
  });
  const rest = vocabulary
    ? unchecked(
        prompt,
        phrases,
        checked.flatMap(({ places }) => places),
      )
    : [];
  const open = rest.map(({ kind, start, end }): CheckedFact => {
    const places = [{ start, end }];
    const words = wordsAt(places);
    return {
      kind,
      words,
      text: textOf(kind, places),
      places,
      verdict: 'UNCHECKED',
      seen: undefined,
    };
  });
  const first = ({ places }: CheckedFact) => places[0]?.start ?? prompt.length;
  return [...checked, ...open].sort((a, b) => first(a) - first(b));
}
