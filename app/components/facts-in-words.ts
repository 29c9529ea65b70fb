import type { ScoreFragment } from './score.documents';

type Fact = ScoreFragment['facts'][number];

/** What pages call the kinds of facts. */
const KINDS = {
  OBJECT: 'thing',
  COUNT: 'number',
  COLOUR: 'colour',
  RELATION: 'place',
  ACTION: 'action',
  PERSON: 'person',
  BACKGROUND: 'background',
} as const satisfies Record<Fact['kind'], string>;

export const VERDICTS = {
  RIGHT: { mark: '✓', title: 'right' },
  WRONG: { mark: '✗', title: 'wrong' },
  UNCHECKED: { mark: '–', title: 'nobody can check it automatically' },
} as const satisfies Record<Fact['verdict'], object>;

export function kindOf({ kind }: Pick<Fact, 'kind'>): string {
  return KINDS[kind];
}

/** The prompt's words for a fact; the article of "a dog" says how many there are. */
export function wordsOf({ kind, words }: Pick<Fact, 'kind' | 'words'>): string {
  return kind === 'COUNT' && /^an?$/i.test(words) ? `${words} (one)` : words;
}

/** What was checked, and what was not: "2 of 2 checkable facts · 7 words unknown". */
export function factsInWords({ right, checked, unknownWords }: ScoreFragment): string {
  const facts = `${right} of ${checked} checkable ${checked === 1 ? 'fact' : 'facts'}`;
  const unknown = unknownWords.length;
  return unknown === 0
    ? facts
    : `${facts} · ${unknown} ${unknown === 1 ? 'word' : 'words'} unknown`;
}

const percent = (share: number) => (100 * share).toFixed(0);

/** From the worst to the best that some detectors' accuracies allow, 95 %; undefined where nobody measured any. */
export function accuracyInWords(
  facts: readonly Pick<Fact, 'detectorAccuracy'>[],
): string | undefined {
  const known = facts.flatMap(({ detectorAccuracy }) => detectorAccuracy ?? []);
  if (known.length === 0) return undefined;
  const low = percent(Math.min(...known.map((own) => own.low)));
  const high = percent(Math.max(...known.map((own) => own.high)));
  return low === high ? `${low} %` : `${low}–${high} %`;
}

/** In one sentence, how far to believe what a detector says of these facts. */
export function detectorInWords({ facts, scorer }: ScoreFragment): string {
  const checked = facts.filter(({ verdict }) => verdict !== 'UNCHECKED');
  const accuracy = accuracyInWords(checked);
  return accuracy === undefined
    ? `By the detector ${scorer.name}; nobody has measured how often it is right.`
    : `By a detector that is right about ${accuracy} of such facts on real scenes.`;
}
