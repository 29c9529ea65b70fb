import type { Translate } from '@/app/words/translate';
import type { ScoreFragment } from './score.documents';

type Fact = ScoreFragment['facts'][number];

/** What stands for a verdict where there is no room for its word. */
export const MARKS = { RIGHT: '✓', WRONG: '✗', UNCHECKED: '–' } as const satisfies Record<
  Fact['verdict'],
  string
>;

/** What pages call the kind of a fact. */
export function kindOf(t: Translate, { kind }: Pick<Fact, 'kind'>): string {
  return t(`facts.kind.${kind}`);
}

/** A fact as it reads on its own, in the prompt's words; the article of "a dog" says how many there are. */
export function textOf(
  t: Translate,
  { kind, words, text }: Pick<Fact, 'kind' | 'words' | 'text'>,
): string {
  return kind === 'COUNT' && /^an?$/i.test(words) ? t('facts.one', { text }) : text;
}

/** The same fact as another picture of the prompt has it. */
export function sameFact<F extends Pick<Fact, 'kind' | 'text'>>(
  facts: readonly F[],
  { kind, text }: Pick<Fact, 'kind' | 'text'>,
): F | undefined {
  return facts.find((own) => own.kind === kind && own.text === text);
}

/** What the detector saw in place of a fact; its words are those of its labels, but for there being nothing. */
export function seenOf(t: Translate, seen: string): string {
  return seen === 'nothing' ? t('facts.nothing') : seen;
}

/** What was checked, and what was not: "2 of 2 checkable facts · 7 words unknown". */
export function factsInWords(
  t: Translate,
  { right, checked, unknownWords }: Pick<ScoreFragment, 'right' | 'checked' | 'unknownWords'>,
): string {
  const facts = t('facts.checkable', { right, checked });
  const count = unknownWords.length;
  return count === 0 ? facts : `${facts} · ${t('facts.unknown', { count })}`;
}

/** From the worst to the best that some detectors' accuracies allow, 95 %; undefined where nobody measured any. */
export function accuracyInWords(
  t: Translate,
  facts: readonly Pick<Fact, 'detectorAccuracy'>[],
): string | undefined {
  const known = facts.flatMap(({ detectorAccuracy }) => detectorAccuracy ?? []);
  if (known.length === 0) return undefined;
  const low = Math.round(100 * Math.min(...known.map((own) => own.low)));
  const high = Math.round(100 * Math.max(...known.map((own) => own.high))) / 100;
  return low === Math.round(100 * high)
    ? t('facts.percent', { share: high })
    : t('facts.range', { low, high });
}

/** In one sentence, how far to believe what a detector says of these facts. */
export function detectorInWords(t: Translate, { facts, scorer }: ScoreFragment): string {
  const checked = facts.filter(({ verdict }) => verdict !== 'UNCHECKED');
  const accuracy = accuracyInWords(t, checked);
  return accuracy === undefined
    ? t('facts.byScorer', { name: scorer.name })
    : t('facts.byDetector', { accuracy });
}
