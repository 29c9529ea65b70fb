import { z } from 'zod';
import { vocabularySchema, type Vocabulary } from '@/lib/evaluation/vocabulary';
import { prisma } from '@/lib/store/database';

/** The phrases of a scorer, and those of its nouns whose colour it can tell. */
export interface ScorersPhrases {
  readonly vocabulary: Vocabulary;
  readonly recolourable: readonly string[];
}

const known = new Map<string, Promise<ScorersPhrases | undefined>>();

// One that was registered before they were kept has none.
const colouredSchema = z.object({ recolourable: z.array(z.string()).default([]) });

async function read(scorerId: string): Promise<ScorersPhrases | undefined> {
  const scorer = await prisma().scorer.findUnique({
    where: { id: scorerId },
    select: { phrases: true },
  });
  const vocabulary = vocabularySchema.safeParse(scorer?.phrases).data;
  return vocabulary && { vocabulary, ...colouredSchema.parse(scorer?.phrases) };
}

/** The phrases that a scorer knows. */
export async function phrasesOf(scorerId: string): Promise<Vocabulary | undefined> {
  return (await scorersPhrases(scorerId))?.vocabulary;
}

/** The same with what takes a colour, read once; undefined of one that was registered before they were kept. */
export function scorersPhrases(scorerId: string): Promise<ScorersPhrases | undefined> {
  const before = known.get(scorerId);
  if (before) return before;
  const reading = read(scorerId);
  known.set(scorerId, reading);
  const forget = () => known.delete(scorerId);
  reading.then((found) => found ?? forget(), forget);
  return reading;
}

/** What words of a base are for. */
type WordKind =
  'THING' | 'NUMBER' | 'COLOUR' | 'PERSON' | 'ACTION' | 'PLACE' | 'BACKGROUND' | 'OTHER';

/** Something that a prompt can state in words that the base knows. */
export interface Meaning {
  readonly name: string;
  /** The usual one first; of a thing, then its plural. */
  readonly phrases: readonly string[];
  /** Whether it is a thing that can be painted in one colour or another. */
  readonly takesColour: boolean;
}

/** Words of one kind that a base knows, in alphabetical order, and what is said with them. */
export interface KnownWords {
  readonly kind: WordKind;
  readonly words: readonly string[];
  readonly meanings: readonly Meaning[];
}

/** In phrases such as "to the left of" and "in a meadow", these say nothing. */
const SILENT = new Set('a an the of to in on is against'.split(' '));

/** The words of a vocabulary by what they are for; a word belongs to the first kind that has it. */
function kindsOf({ nouns, numbers, colours, persons, cooks, ...more }: Vocabulary) {
  const { actions, relations, backgrounds } = more;
  return [
    ['THING', [nouns]],
    ['NUMBER', [numbers]],
    ['COLOUR', [colours]],
    ['PERSON', [persons, cooks]],
    ['ACTION', [actions]],
    ['PLACE', [relations]],
    ['BACKGROUND', [backgrounds]],
  ] as const;
}

/** What can be said with words of `known` alone. */
function meaningsOf(
  said: Readonly<Record<string, readonly string[]>>,
  known: ReadonlySet<string>,
  recolourable: readonly string[],
): Meaning[] {
  const all = Object.entries(said).map(([name, phrases]) => ({
    name,
    phrases: phrases.filter((phrase) => phrase.split(' ').every((word) => known.has(word))),
    takesColour: recolourable.includes(name),
  }));
  return all.filter(({ phrases }) => phrases.length > 0);
}

/**
 * The words that a base knows by what they are for, as a scorer's phrases tell; without a scorer, all of one kind. Each
 * stands once.
 */
export function wordsByKind(
  words: readonly string[],
  scorers: ScorersPhrases | undefined,
): KnownWords[] {
  const known = new Set(words);
  const left = new Set(words.toSorted());
  const kinds = scorers ? kindsOf(scorers.vocabulary) : [];
  const found = kinds.map(([kind, tables]): KnownWords => {
    const all = tables.flatMap((table) => Object.values(table).flat());
    const said = new Set(all.flatMap((phrase) => phrase.split(' ')));
    const mine = [...left].filter((word) => said.has(word) && !SILENT.has(word));
    for (const word of mine) left.delete(word);
    const coloured = kind === 'THING' ? (scorers?.recolourable ?? []) : [];
    const meanings = tables.flatMap((table) => meaningsOf(table, known, coloured));
    return { kind, words: mine, meanings };
  });
  const rest: KnownWords = { kind: 'OTHER', words: [...left], meanings: [] };
  return [...found, rest].filter((own) => own.words.length > 0);
}
