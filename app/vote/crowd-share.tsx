import { useTranslations } from 'use-intl/react';
import { lookAlike } from '@/app/words/model-words';
import { useModelWords } from '@/app/words/provider';
import type { MatchupFragment } from './vote.documents';

type Props = Pick<NonNullable<MatchupFragment['reveal']>, 'left' | 'right' | 'answers'>;

/** What everybody said of two models so far, as a bar of three parts and in words. */
export function CrowdShare({ left, right, answers }: Props) {
  const t = useTranslations('vote');
  const wordsOf = useModelWords();
  const undecided = answers.tie + answers.bothBad;
  const count = answers.left + answers.right + undecided;
  if (count === 0) return null;
  const [one, other] = [wordsOf(left.model), wordsOf(right.model)];
  const parts = [
    { fill: 'method-fill', method: one.colour, title: one.title, share: answers.left / count },
    {
      fill: 'bg-slate-300 dark:bg-slate-600',
      method: undefined,
      title: t('undecided'),
      share: undecided / count,
    },
    {
      fill: lookAlike(one, other) ? 'method-fill hollow' : 'method-fill',
      method: other.colour,
      title: other.title,
      share: answers.right / count,
    },
  ];
  return (
    <div className="mt-4">
      <div className="flex h-4 gap-0.5 overflow-hidden rounded-full" aria-hidden="true">
        {parts.map(({ fill, method, share }, place) => (
          <span
            key={place}
            data-method={method}
            className={`grow-in ${fill}`}
            style={{ flexGrow: share, ...(share === 0 && { display: 'none' }) }}
          />
        ))}
      </div>
      <p className="mt-1 text-sm">
        <span className="quiet">{t('crowd', { count })}</span>{' '}
        {parts.map(({ title, share }, place) => (
          <span key={place} className="whitespace-nowrap">
            {place > 0 && ' · '}
            {t('crowdPart', { title, share })}
          </span>
        ))}
      </p>
    </div>
  );
}
