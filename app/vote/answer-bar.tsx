import { useTranslations } from 'use-intl/react';
import type { Outcome, Question } from './vote.documents';

/** In the order in which they stand; a key for each is written on those that have room. */
const ANSWERS = [
  { outcome: 'LEFT', keys: 'ArrowLeft 1', hint: '←' },
  { outcome: 'TIE', keys: 'ArrowUp', hint: '↑' },
  { outcome: 'BOTH_BAD', keys: 'ArrowDown', hint: '↓' },
  { outcome: 'RIGHT', keys: 'ArrowRight 2', hint: '→' },
] as const;

interface Props {
  readonly question: Question;
  readonly answer: (outcome: Outcome) => void;
  /** Nothing is taken now. */
  readonly disabled: boolean;
  /** And that is not for a moment only. */
  readonly faded: boolean;
  /** Whether keys do the same. */
  readonly keys: boolean;
}

/** The four answers: on phones within the thumb's reach above the site's own bar, elsewhere below the pictures. */
export function AnswerBar({ question, answer, disabled, faded, keys }: Props) {
  const t = useTranslations('vote');
  return (
    <div
      role="group"
      aria-label={t('asked', { question })}
      className="answer-bar dark:bg-dusk grid grid-cols-4 gap-2 border-(--ask) bg-white max-md:fixed max-md:inset-x-0 max-md:z-20 max-md:h-16 max-md:border-t-2 max-md:p-2 md:gap-4 md:bg-transparent dark:md:bg-transparent"
    >
      {ANSWERS.map(({ outcome, keys: shortcuts, hint }) => (
        <button
          key={outcome}
          type="button"
          aria-disabled={disabled}
          aria-keyshortcuts={keys ? shortcuts : undefined}
          className={`${outcome === 'LEFT' || outcome === 'RIGHT' ? 'button ask-fill' : 'button-quiet'} min-w-0 touch-manipulation px-1 leading-tight max-sm:text-sm ${
            faded ? 'opacity-60' : ''
          }`}
          onClick={() => answer(outcome)}
        >
          {keys && (
            <span
              className={`hidden pointer-fine:md:inline ${outcome === 'RIGHT' ? 'order-last' : ''}`}
              aria-hidden="true"
            >
              {hint}
            </span>
          )}
          {t('answer', { outcome })}
        </button>
      ))}
    </div>
  );
}
