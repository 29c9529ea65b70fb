import type { FactName } from './judge';
import { COLOURS } from './plain-words';
import { wordsOf, type Kind, type Place } from './reading';

/** A phrase of a prompt that means something to a scorer, and where it stands. */
export interface KnownPhrase extends Place {
  readonly kind: Kind;
}

/** A thing that no scorer knows is named by so many words at most: "bright carpet", "wooden table". */
const LONGEST_NAME = 2;

/** These name no thing, and end the name of one. */
const SMALL_WORDS = new Set(
  (
    'a an the his her its their this that and or of in on at to with from by for as is are was were being ' +
    'while who which into onto against near over under above below behind inside beside between'
  ).split(' '),
);
/** These stand between a colour and its thing, or between a place and what is there. */
const PASSED = new Set('a an the his her its their and or'.split(' '));

const THINGS = new Set<Kind>(['nouns', 'persons', 'cooks']);

/** The prompt around `place`, up to where its clause ends on either side. */
function clauseAround(prompt: string, { start, end }: Place): Place {
  const before = prompt.slice(0, start).search(/[^.,;:!?()]*$/);
  const after = prompt.slice(end).search(/[.,;:!?()]/);
  return { start: before, end: after < 0 ? prompt.length : end + after };
}

/** The thing that comes next in a clause: one that a scorer knows, or what plain English takes for one. */
function thingAfter(prompt: string, place: Place, phrases: readonly KnownPhrase[]): string {
  const clause = clauseAround(prompt, place);
  const words = wordsOf(prompt.slice(0, clause.end)).filter(({ start }) => start >= place.end);
  const first = words.findIndex(({ word }) => !PASSED.has(word) && !COLOURS.has(word));
  const rest = first < 0 ? [] : words.slice(first);
  const end = rest.findIndex(({ word }) => SMALL_WORDS.has(word) || /.{3,}ing$/.test(word));
  const run = end < 0 ? rest : rest.slice(0, end);
  const known = phrases.find(
    ({ kind, start }) => THINGS.has(kind) && run.some((word) => word.start === start),
  );
  if (known) return prompt.slice(known.start, known.end);
  return run
    .slice(0, LONGEST_NAME)
    .map(({ start, end: last }) => prompt.slice(start, last))
    .join(' ');
}

/** The thing that came last in a clause: one that a scorer knows, or else the word before, if it can be one. */
function thingBefore(prompt: string, place: Place, phrases: readonly KnownPhrase[]): string {
  const clause = clauseAround(prompt, place);
  const known = phrases.findLast(
    ({ kind, start, end }) => THINGS.has(kind) && start >= clause.start && end <= place.start,
  );
  if (known) return prompt.slice(known.start, known.end);
  const before = wordsOf(prompt.slice(0, place.start)).filter(({ start }) => start >= clause.start);
  const last = before.findLast(
    ({ word }) => !SMALL_WORDS.has(word) && !COLOURS.has(word) && !/.{3,}ing$/.test(word),
  );
  return last ? prompt.slice(last.start, last.end) : '';
}

/**
 * The fact that stands at `place` so that it reads on its own: of what there are two, what is yellow, who dances, what is
 * above what; "yellow flower", where the prompt's own word for the fact is "yellow". In the prompt's words.
 */
export function factText(
  prompt: string,
  kind: FactName,
  place: Place,
  phrases: readonly KnownPhrase[],
): string {
  const own = prompt.slice(place.start, place.end);
  // A cook is who does it, and what is done.
  if (phrases.some((phrase) => phrase.kind === 'cooks' && phrase.start === place.start)) return own;
  const after = () => thingAfter(prompt, place, phrases);
  const before = () => thingBefore(prompt, place, phrases);
  const parts: Readonly<Record<FactName, () => readonly string[]>> = {
    count: () => [own, after()],
    colour: () => [own, after()],
    relation: () => [before(), own, after()],
    action: () => [before(), own],
    object: () => [own],
    person: () => [own],
    background: () => [own],
  };
  return parts[kind]()
    .filter((part) => part !== '')
    .join(' ');
}
