import { wordsOf, type Place, type Word } from './reading';

/** Colours in plain English. */
export const COLOURS = new Set(
  (
    'red orange yellow green blue purple pink brown black white gray grey golden silver violet ' +
    'crimson azure emerald turquoise beige teal cyan magenta maroon navy'
  ).split(' '),
);
const COLOURED = new Set('colorful colourful multicolored multicoloured rainbow'.split(' '));

const BEHIND = new Set(['background', 'backdrop']);

/** Relations and the one that says the same with both sides exchanged. */
export const RELATIONS: Readonly<Record<string, string>> = {
  'left of': 'right of',
  'right of': 'left of',
  above: 'below',
  over: 'under',
  below: 'above',
  under: 'over',
  beneath: 'over',
  'on top of': 'under',
  behind: 'in front of',
  'in front of': 'behind',
  inside: 'around',
  'next to': 'next to',
  beside: 'beside',
};
/** All of them and some more, word by word. */
const PLACES = [...Object.keys(RELATIONS), 'underneath', 'between', 'opposite'].map((text) =>
  text.split(' '),
);
const FIRST_WORDS = new Set(PLACES.map(([first]) => first));

const COUNTS = new Set(
  'one two three four five six seven eight nine ten eleven twelve twenty dozen dozens several'.split(
    ' ',
  ),
);
/** They count with "of": "a pair of shoes", but "a couple dancing". */
const COUNTS_OF = new Set('pair couple trio quartet quintet'.split(' '));
/** Before a number it counts nothing: "no one", "page two". */
const NO_COUNT = new Set('no some any every each this that page number nr chapter'.split(' '));

const BEINGS = new Set(
  (
    'man woman men women boy girl boys girls person people somebody someone child children kid kids ' +
    'baby guy lady gentleman maiden king queen prince princess knight wizard witch chef cook dancer ' +
    'gymnast athlete artist painter musician soldier astronaut robot character couple family crowd ' +
    'dog dogs puppy cat cats kitten kittens bird birds horse horses bear bears lion tiger elephant ' +
    'monkey fox wolf rabbit rabbits bunny penguin penguins turtle fish frog duck cow sheep pig mouse ' +
    'butterfly bee dragon dinosaur animal creature'
  ).split(' '),
);
/** Somebody by what they do: skateboarder, violinist, fisherman. */
const BEING =
  /(?:..board|..play|..danc|..sing|..teach|..farm|..work|..climb|..swimm|..runn|..surf|..rid|..driv)(?:er|ers)$|..(?:ists?|men|man|woman|women)$/;
/** Words in -ing for what is there rather than what is done. */
const THINGS_IN_ING = new Set(
  (
    'thing things something anything nothing everything building ceiling clothing drawing evening ' +
    'king lightning morning painting ring spring string wing wedding sling swing earring pudding ' +
    'during sibling duckling'
  ).split(' '),
);
/** After these a word in -ing describes what follows: "the rising sun", "and boxing gloves". */
const DESCRIBED = new Set(
  'a an the of with in on at by and or for to his her its their'.split(' '),
);
const IS = new Set(['is', 'are', 'was', 'were']);
/** No third person, though they end like one. */
const NO_VERBS = new Set('this his its was has with across less glass dress grass'.split(' '));

/** Names, and the words for whoever has one; a capital letter alone tells no name from a place. */
const NAMES = new Set(
  (
    'pikachu charizard greninja bulbasaur squirtle charmander eevee mewtwo pokemon pokémon mario luigi ' +
    'zelda sonic batman superman spiderman joker yoda gandalf totoro doraemon snoopy garfield'
  ).split(' '),
);
const NAMED = new Set('character superhero supervillain'.split(' '));

/** What plain English states, without any scorer's vocabulary. */
export type PlainKind = 'count' | 'colour' | 'background' | 'action' | 'relation' | 'name';

/** One word, or several, by which a prompt states something. */
interface PlainFact extends Place {
  readonly kind: PlainKind;
}

/** Whether the word says how many there are of what comes after it. */
function isCount({ word, start, end }: Word, before: string, next: string, text: string): boolean {
  // "4k", "3-D" and "one-eyed" count nothing.
  const isAlone =
    !/[\p{L}\p{N}.,-]$/u.test(text.slice(0, start)) && !/^[\p{L}\p{N}-]/u.test(text.slice(end));
  if (!isAlone || next === '' || NO_COUNT.has(before)) return false;
  if (COUNTS_OF.has(word)) return next === 'of';
  if (COUNTS.has(word)) return word !== 'one' || next !== 'of';
  return /^\p{N}{1,2}$/u.test(word) && next !== 'x';
}

function isBeing(word: string): boolean {
  return BEINGS.has(word) || BEING.test(word);
}

/** Whether `word` says what somebody before it does: "a dog running", "is surfing", "a girl rides". */
function isAction(word: string, before: string, someone: boolean): boolean {
  if (before === '') return false;
  if (/^.{2,}ing$/.test(word) && !THINGS_IN_ING.has(word)) {
    return IS.has(before) || (someone && !DESCRIBED.has(before) && !COLOURS.has(before));
  }
  const isVerb = /^.{2,}[^s]s$/.test(word) && !NO_VERBS.has(word);
  return isVerb && isBeing(before) && !before.endsWith('s');
}

/** How somebody or something stands to another: phrases of one word or more. */
function relationsIn(words: readonly Word[]): PlainFact[] {
  return words.flatMap(({ word, start }, index) => {
    if (!FIRST_WORDS.has(word)) return [];
    const found = PLACES.find((phrase) =>
      phrase.every((part, i) => words[index + i]?.word === part),
    );
    const last = found && words[index + found.length - 1];
    return last ? [{ kind: 'relation' as const, start, end: last.end }] : [];
  });
}

/**
 * What `text` states in plain English, in the order of the text: numbers before a thing, colours (those of a background
 * apart), what somebody does, where something is, and names. By word lists alone: the same text always states the same.
 */
export function plainFacts(text: string): PlainFact[] {
  const words = wordsOf(text);
  let someone = false;
  const single = words.flatMap((own, index): PlainFact[] => {
    const { word, start, end } = own;
    const next = words[index + 1]?.word ?? '';
    const before = words[index - 1]?.word ?? '';
    const hasSomeone = someone;
    someone ||= isBeing(word);
    if (isCount(own, before, next, text)) return [{ kind: 'count', start, end }];
    if (COLOURS.has(word) || COLOURED.has(word)) {
      const behind = BEHIND.has(next) ? words[index + 1] : undefined;
      return [{ kind: behind ? 'background' : 'colour', start, end: behind?.end ?? end }];
    }
    if (NAMES.has(word) || NAMED.has(word)) return [{ kind: 'name', start, end }];
    return isAction(word, before, hasSomeone) ? [{ kind: 'action', start, end }] : [];
  });
  return [...single, ...relationsIn(words)].sort((a, b) => a.start - b.start);
}
