import { at } from '@/lib/at';
import {
  roll,
  sentenceOf,
  kindsFor,
  type Filled,
  type Parts,
  type SentenceKind,
} from '@/lib/evaluation/sentences';
import type { KnownWordsFragment } from '@/app/components/known-words.documents';

/** What sentences can be made of in a base's vocabulary; undefined where nothing says what its words mean. */
export function partsOf(vocabulary: readonly KnownWordsFragment[] | null): Parts | undefined {
  const meaningsOf = (kind: KnownWordsFragment['kind']) =>
    vocabulary?.find((own) => own.kind === kind)?.meanings ?? [];
  const parts = (kind: KnownWordsFragment['kind']) =>
    meaningsOf(kind).flatMap(({ name, phrases: [phrase] }) =>
      phrase === undefined ? [] : [{ name, phrase }],
    );
  const people = meaningsOf('PERSON').filter(({ name }) =>
    meaningsOf('ACTION').every((own) => own.name !== name),
  );
  const made: Parts = {
    things: meaningsOf('THING').flatMap(({ name, phrases: [one, many = one], takesColour }) =>
      one === undefined || many === undefined ? [] : [{ name, one, many, takesColour }],
    ),
    numbers: parts('NUMBER'),
    colours: parts('COLOUR'),
    // Each by its own word: "boy" and "man" are one person to the detector, and two to whoever writes.
    people: people.flatMap(({ phrases }) => phrases.map((phrase) => ({ name: phrase, phrase }))),
    actions: parts('ACTION'),
    relations: parts('PLACE'),
    backgrounds: parts('BACKGROUND'),
  };
  return kindsFor(made).length > 0 ? made : undefined;
}

/** Chance of the browser itself, which no page can guess. */
export function randomBelow(below: number): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number % below;
}

/** A sentence by chance, as slots and as words. */
export interface Rolled {
  readonly kind: SentenceKind;
  readonly filled: Filled;
  readonly sentence: string;
}

/** Throws the die once. */
export function rollTheDie(parts: Parts): Rolled {
  const kinds = kindsFor(parts);
  const kind = at(kinds, randomBelow(kinds.length));
  const filled = roll(kind, parts, randomBelow);
  return { kind, filled, sentence: sentenceOf(kind, filled, parts) };
}
