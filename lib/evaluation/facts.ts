/** By name, the phrases that mean it: `{ kitten: ['kitten', 'kittens', 'cat', …] }`. */
export type Phrases = Readonly<Record<string, readonly string[]>>;

/** Everything that a prompt can state and a scorer can check, in the words of one model family. */
export interface Vocabulary {
  readonly nouns: Phrases;
  readonly colours: Phrases;
  /** Keyed by the number in digits. */
  readonly numbers: Phrases;
  readonly relations: Phrases;
  readonly actions: Phrases;
  readonly persons: Phrases;
  /** Words for somebody of whom they say only what is done, keyed by the action. */
  readonly cooks: Phrases;
  readonly backgrounds: Phrases;
}

/** One noun of a prompt. `count` and `colour` are undefined where the prompt leaves them open. */
export interface StatedThing {
  readonly noun: string;
  readonly colour: string | undefined;
  readonly count: number | undefined;
}

/** What a prompt states, as far as the vocabulary goes. */
export interface PromptFacts {
  readonly things: readonly StatedThing[];
  /** How the first thing stands to the second. */
  readonly relation: string | undefined;
  readonly action: string | undefined;
  readonly person: string | undefined;
  readonly background: string | undefined;
}

type Kind = keyof Vocabulary | 'article';

interface Meaning {
  readonly kind: Kind;
  readonly name: string;
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

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
}

/** Every phrase with what it means; a longer one is tried before a shorter one. */
function phraseBook(vocabulary: Vocabulary): (readonly [string, Meaning])[] {
  const book = new Map<string, Meaning>(ARTICLES.map((name) => [name, { kind: 'article', name }]));
  NUMERALS.forEach((word, i) => book.set(word, { kind: 'numbers', name: String(i + 1) }));
  for (const kind of KINDS) {
    for (const [name, phrases] of Object.entries(vocabulary[kind])) {
      for (const phrase of phrases) book.set(wordsOf(phrase).join(' '), { kind, name });
    }
  }
  return [...book].sort(([a], [b]) => b.length - a.length);
}

/** The prompt as a sequence of meanings; words that the vocabulary lacks are undefined. */
function read(prompt: string, vocabulary: Vocabulary): (Meaning | 'break' | undefined)[] {
  const book = phraseBook(vocabulary);
  let rest = `${wordsOf(prompt).join(' ')} `;
  const meanings: (Meaning | 'break' | undefined)[] = [];
  while (rest.trim()) {
    const [phrase, meaning] = book.find(([candidate]) => rest.startsWith(`${candidate} `)) ?? [];
    const word = phrase ?? rest.slice(0, rest.indexOf(' '));
    if (BREAKS.has(word)) meanings.push('break');
    else if (/^\d+$/.test(word)) meanings.push({ kind: 'numbers', name: String(Number(word)) });
    else meanings.push(meaning);
    rest = rest.slice(word.length + 1);
  }
  return meanings;
}

/** Names a thing again with what was new about it; "the red star" says no new thing. */
function merge(things: StatedThing[], next: StatedThing): void {
  const at = things.findIndex((t) => t.noun === next.noun && agrees(t.colour, next.colour));
  const known = things[at];
  if (!known) things.push(next);
  else {
    const colour = known.colour ?? next.colour;
    things[at] = { noun: known.noun, colour, count: known.count ?? next.count };
  }
}

function agrees(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/**
 * What `prompt` states, read phrase by phrase: a number and a colour belong to the next noun; an
 * action counts only when somebody does it. An article counts as "one" when the prompt names a
 * single thing: of "a dog" there should be one.
 */
export function promptFacts(prompt: string, vocabulary: Vocabulary): PromptFacts {
  const words = read(prompt, vocabulary);
  const meanings = words.filter((word) => typeof word === 'object');
  const named = (kind: Kind) => meanings.find((meaning) => meaning.kind === kind)?.name;
  const things: StatedThing[] = [];
  let colour: string | undefined;
  let count: number | undefined;
  let article = false;
  let indefinite = false;
  for (const word of words) {
    if (word === undefined) continue;
    if (word === 'break') article = false;
    else if (word.kind === 'colours') colour = word.name;
    else if (word.kind === 'numbers') count = Number(word.name);
    else if (word.kind === 'article') article = word.name !== 'the';
    else if (word.kind === 'nouns') {
      merge(things, { noun: word.name, colour, count });
      indefinite ||= article && count === undefined;
      colour = count = undefined;
      article = false;
    } else {
      colour = count = undefined;
      article = false;
    }
  }
  const [only] = things;
  if (only && things.length === 1 && indefinite) things[0] = { ...only, count: only.count ?? 1 };
  const cook = named('cooks');
  const person = named('persons');
  return {
    things,
    relation: things.length === 2 ? named('relations') : undefined,
    action: person ? named('actions') : cook,
    person,
    background: named('backgrounds'),
  };
}
