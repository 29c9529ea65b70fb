import type { Translate } from '@/app/words/translate';
import { accuracyInWords, kindOf, MARKS, sameFact, seenOf, textOf } from './facts-in-words';
import type { ScoreFragment } from './score.documents';

type Fact = ScoreFragment['facts'][number];

const COLOURS = {
  RIGHT: 'text-(--good)',
  WRONG: 'text-(--bad)',
  UNCHECKED: 'quiet',
} as const satisfies Record<Fact['verdict'], string>;

function Mark({ verdict, t }: { verdict: Fact['verdict']; t: Translate }) {
  return (
    <span className={`${COLOURS[verdict]} font-semibold`}>
      <span aria-hidden="true">{MARKS[verdict]}</span>
      <span className="sr-only">{t(`facts.verdict.${verdict}`)}</span>
    </span>
  );
}

function explain(t: Translate, fact: Fact): string {
  const kind = kindOf(t, fact);
  const accuracy = accuracyInWords(t, [fact]);
  if (fact.verdict === 'UNCHECKED') return `${kind}: ${t('facts.verdict.UNCHECKED')}`;
  return accuracy === undefined ? kind : t('facts.accuracy', { kind, accuracy });
}

interface Props {
  /** Of one picture, or of several of one prompt: then each fact has a mark for each. */
  readonly scores: readonly ScoreFragment[];
  /** The page's own, so that the same chips are made on the server and in the browser. */
  readonly t: Translate;
}

/** The facts of a prompt in its order, each with ✓, ✗ or – for each picture; of one picture, also what was seen instead. */
export function FactChips({ scores, t }: Props) {
  const [first] = scores;
  if (!first || first.facts.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 text-sm">
      {first.facts.map((fact) => (
        <li key={`${fact.kind} ${fact.text}`} title={explain(t, fact)} className="chip">
          {textOf(t, fact)}{' '}
          <span className="whitespace-nowrap">
            {fact.verdict === 'UNCHECKED' ? (
              <Mark verdict="UNCHECKED" t={t} />
            ) : (
              scores.map((score, index) => (
                <Mark
                  key={index}
                  verdict={sameFact(score.facts, fact)?.verdict ?? 'UNCHECKED'}
                  t={t}
                />
              ))
            )}
          </span>
          {scores.length === 1 && fact.verdict === 'WRONG' && fact.seen !== null && (
            <span className="quiet"> {t('facts.saw', { what: seenOf(t, fact.seen) })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
