import { accuracyInWords, kindOf, VERDICTS, wordsOf } from './facts-in-words';
import type { ScoreFragment } from './score.documents';

type Fact = ScoreFragment['facts'][number];

const COLOURS = {
  RIGHT: 'text-(--good)',
  WRONG: 'text-(--bad)',
  UNCHECKED: 'quiet',
} as const satisfies Record<Fact['verdict'], string>;

function Mark({ verdict }: { verdict: Fact['verdict'] }) {
  const { mark, title } = VERDICTS[verdict];
  return (
    <span className={`${COLOURS[verdict]} font-semibold`}>
      <span aria-hidden="true">{mark}</span>
      <span className="sr-only">{title}</span>
    </span>
  );
}

/** The fact of that words in another picture of the same prompt. */
function sameIn({ facts }: ScoreFragment, { kind, words }: Fact): Fact | undefined {
  return facts.find((own) => own.kind === kind && own.words === words);
}

function explain(fact: Fact): string {
  const accuracy = accuracyInWords([fact]);
  if (fact.verdict === 'UNCHECKED') return `${kindOf(fact)}: ${VERDICTS.UNCHECKED.title}`;
  return accuracy === undefined
    ? kindOf(fact)
    : `${kindOf(fact)}: the detector is right about ${accuracy} of them on real scenes`;
}

interface Props {
  /** Of one picture, or of several of one prompt: then each fact has a mark for each. */
  readonly scores: readonly ScoreFragment[];
}

/** The facts of a prompt in its order, each with ✓, ✗ or – for each picture; of one picture, also what was seen instead. */
export function FactChips({ scores }: Props) {
  const [first] = scores;
  if (!first || first.facts.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 text-sm">
      {first.facts.map((fact) => (
        <li key={`${fact.kind} ${fact.words}`} title={explain(fact)} className="chip">
          {wordsOf(fact)}{' '}
          <span className="whitespace-nowrap">
            {fact.verdict === 'UNCHECKED' ? (
              <Mark verdict="UNCHECKED" />
            ) : (
              scores.map((score, index) => (
                <Mark key={index} verdict={sameIn(score, fact)?.verdict ?? 'UNCHECKED'} />
              ))
            )}
          </span>
          {scores.length === 1 && fact.verdict === 'WRONG' && (
            <span className="quiet"> saw {fact.seen}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
