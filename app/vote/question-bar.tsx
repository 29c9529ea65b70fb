import { useTranslations } from 'use-intl/react';
import type { Outcome, Question } from './vote.documents';

interface Props {
  /** Undefined while there is no pair yet. */
  readonly prompt: string | undefined;
  readonly question: Question;
  readonly first: Outcome | undefined;
}

/** A prompt that is longer is set smaller, and scrolls. */
const LONG = 75;

/** The prompt, and under it the question, which stay in view; the second question has another colour, and says the first answer. */
export function QuestionBar({ prompt = '', question, first }: Props) {
  const t = useTranslations('vote');
  const isLong = prompt.length > LONG;
  return (
    <div
      className="bg-paper dark:bg-night sticky top-0 z-10 -mx-4 px-4 pt-2 pb-2"
      aria-live="polite"
    >
      <div
        className={`flex h-21 overflow-y-auto sm:h-14 ${isLong ? '' : 'items-center'}`}
        {...(isLong && {
          tabIndex: 0,
          role: 'group',
          'aria-label': t('prompt'),
          'data-scrolls': true,
        })}
      >
        <p
          className={`m-auto text-center font-semibold text-balance ${
            isLong ? 'text-base leading-snug' : 'text-xl leading-7'
          }`}
        >
          {prompt}
        </p>
      </div>
      <div className="ask-fill rounded-box mt-2 flex min-h-12 items-center justify-between gap-3 px-4 py-1">
        <p className="font-semibold">{t('asked', { question })}</p>
        <p className="shrink-0 text-right text-sm leading-tight">
          {first === undefined ? (
            t('oneOfTwo')
          ) : (
            <>
              {t('twoOfTwo')} <span className="block">{t('firstSaid', { outcome: first })}</span>
            </>
          )}
        </p>
      </div>
    </div>
  );
}
