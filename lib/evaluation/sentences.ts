/** A thing that prompts name, alone and several of it. */
export interface NamedThing {
  readonly name: string;
  readonly one: string;
  readonly many: string;
  readonly takesColour: boolean;
}

/** A phrase and what it means. */
export interface Part {
  readonly name: string;
  readonly phrase: string;
}

/** What sentences are made of: the usual phrase for all that a base knows and a detector checks. */
export interface Parts {
  readonly things: readonly NamedThing[];
  readonly numbers: readonly Part[];
  readonly colours: readonly Part[];
  readonly people: readonly Part[];
  readonly actions: readonly Part[];
  readonly relations: readonly Part[];
  readonly backgrounds: readonly Part[];
}

/** What each kind of sentence has room for, in the order of its words; those with a ? may stay empty. */
export const SLOTS = {
  COUNTING: ['number', 'colour?', 'thing', 'background?'],
  COLOR: ['colour', 'thing', 'colour2', 'thing2', 'background?'],
  ACTION: ['person', 'action', 'background?'],
  SPATIAL: ['colour?', 'thing', 'relation', 'colour2?', 'thing2'],
} as const;

export type SentenceKind = keyof typeof SLOTS;
type Optional = (typeof SLOTS)[SentenceKind][number];
export type Slot = Optional extends infer S ? (S extends `${infer Name}?` ? Name : S) : never;

/** What fills the slots, by the names of things and parts; what is missing or '' stays empty. */
export type Filled = Readonly<Partial<Record<Slot, string>>>;

/** A number from 0 up to, but without, `below`. */
export type Random = (below: number) => number;

const phraseOf = (parts: readonly Part[], name: string | undefined) =>
  parts.find((part) => part.name === name)?.phrase ?? '';

const withArticle = (phrase: string) =>
  phrase === '' ? '' : `${/^[aeiou]/i.test(phrase) ? 'an' : 'a'} ${phrase}`;

const joined = (...words: string[]) => words.filter((word) => word !== '').join(' ');

/** "a red balloon", or "three red balloons". A colour is left out where the thing takes none. */
function things(parts: Parts, name = '', colour = '', number?: string): string {
  const thing = parts.things.find((own) => own.name === name);
  const coloured = thing?.takesColour === false ? '' : phraseOf(parts.colours, colour);
  if (number === undefined) return withArticle(joined(coloured, thing?.one ?? ''));
  const several = number === '1' ? thing?.one : thing?.many;
  return joined(phraseOf(parts.numbers, number), coloured, several ?? '');
}

/** The sentence that the filled slots make. */
export function sentenceOf(kind: SentenceKind, filled: Filled, parts: Parts): string {
  const { number = '', thing, thing2, colour, colour2, person, action, relation } = filled;
  const background = phraseOf(parts.backgrounds, filled.background);
  switch (kind) {
    case 'COUNTING':
      return joined(things(parts, thing, colour, number), background);
    case 'COLOR': {
      const both = [things(parts, thing, colour), things(parts, thing2, colour2)];
      return joined(both.filter((one) => one !== '').join(' and '), background);
    }
    case 'ACTION': {
      const done = phraseOf(parts.actions, action);
      const who = withArticle(phraseOf(parts.people, person));
      return joined(who, done === '' ? '' : 'is', done, background);
    }
    case 'SPATIAL':
      return joined(
        things(parts, thing, colour),
        phraseOf(parts.relations, relation),
        things(parts, thing2, colour2),
      );
  }
}

function valueOf(filled: Filled, name: Slot): string {
  const { [name]: value = '' } = filled;
  return value;
}

function pick<T>(from: readonly T[], random: Random): T {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error('There is nothing to choose from.');
  return one;
}

/** The kinds of sentences that these parts are enough for. */
export function kindsFor(parts: Parts): SentenceKind[] {
  const { numbers, colours, people, actions, relations } = parts;
  const coloured = parts.things.filter(({ takesColour }) => takesColour).length;
  const enough: readonly (readonly [SentenceKind, boolean])[] = [
    ['COUNTING', numbers.length > 0 && parts.things.length > 0],
    ['COLOR', colours.length > 1 && coloured > 1],
    ['ACTION', people.length > 0 && actions.length > 0],
    ['SPATIAL', relations.length > 0 && parts.things.length > 1],
  ];
  return enough.filter(([, is]) => is).map(([kind]) => kind);
}

/** Fills all slots of a sentence of that kind by chance, so that it makes sense: nothing red on red. */
export function roll(kind: SentenceKind, parts: Parts, random: Random): Filled {
  const nouns =
    kind === 'COLOR' ? parts.things.filter(({ takesColour }) => takesColour) : parts.things;
  const thing = pick(nouns, random);
  const others = nouns.filter(({ name }) => name !== thing.name);
  const two = kind === 'COLOR' || kind === 'SPATIAL';
  const thing2 = two ? pick(others, random) : undefined;
  const colour = parts.colours.length > 0 ? pick(parts.colours, random).name : '';
  const rest = parts.colours.filter(({ name }) => name !== colour);
  const colour2 = rest.length > 0 ? pick(rest, random).name : '';
  const used = kind === 'ACTION' ? [] : [colour, colour2];
  const behind = parts.backgrounds.filter(({ name }) => !used.includes(name));
  const chance: Partial<Record<Slot, string>> = {
    thing: thing.name,
    colour: thing.takesColour ? colour : '',
    background: behind.length > 0 ? pick(behind, random).name : '',
  };
  if (thing2) {
    chance.thing2 = thing2.name;
    chance.colour2 = thing2.takesColour ? colour2 : '';
  }
  if (kind === 'COUNTING') chance.number = pick(parts.numbers, random).name;
  if (kind === 'SPATIAL') chance.relation = pick(parts.relations, random).name;
  if (kind === 'ACTION') {
    chance.person = pick(parts.people, random).name;
    chance.action = pick(parts.actions, random).name;
  }
  const kept = SLOTS[kind].flatMap((slot) => {
    const isOptional = slot.endsWith('?');
    const name = slotName(slot);
    return isOptional && random(2) === 0 ? [] : [[name, valueOf(chance, name)] as const];
  });
  return Object.fromEntries(kept);
}

const NAMES = [
  'number',
  'colour',
  'thing',
  'background',
  'colour2',
  'thing2',
  'person',
  'action',
  'relation',
] as const satisfies readonly Slot[];

/** The slot's name without the sign that it may stay empty. */
export function slotName(slot: Optional): Slot {
  const name = NAMES.find((own) => own === slot.replace('?', ''));
  if (!name) throw new Error(`There is no slot ${slot}.`);
  return name;
}
