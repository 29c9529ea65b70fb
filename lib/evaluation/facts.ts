import { readPhrases, type Kind } from './reading';
import type { Vocabulary } from './vocabulary';

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
  const words = readPhrases(prompt, vocabulary).map(({ meaning }) => meaning);
  const meanings = words.filter((word) => typeof word === 'object');
  const named = (kind: Kind) => meanings.find((meaning) => meaning.kind === kind)?.name;
  const things: StatedThing[] = [];
  let colour: string | undefined;
  let count: number | undefined;
  let article = false;
  let indefinite = false;
  /** What has come since the colour and number: a word that may be their thing, and then one that ends it. */
  let since: 'unknown' | 'ended' | undefined;
  for (const word of words) {
    if (word === undefined) {
      since = 'unknown';
      continue;
    }
    // Of "a purple zeppelin and two fish" neither fish is purple; "three large and hungry dogs" are three.
    const begins = word !== 'break' && (word.kind === 'article' || word.kind === 'numbers');
    if (since === 'ended' || (since === 'unknown' && begins)) colour = count = undefined;
    since = since === 'unknown' && word === 'break' ? 'ended' : undefined;
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
