import { useTranslations } from 'use-intl/react';
import { THRESHOLD } from '@/lib/evaluation/ranking/prior';
import { Bar } from '../ui/interval-bar';
import type { BoardFragment } from './scoreboard.documents';

type Cell = BoardFragment['rows'][number]['cells'][number];

/** One cell of the scoreboard: the people's share, or how far it is and what a detector says meanwhile. */
export function Share({ cell }: { cell: Cell }) {
  const t = useTranslations('scoreboard');
  const { share, low, high, decisive, detected } = cell;
  if (share !== null) {
    return (
      <span className="block">
        <Bar value={share} low={low} high={high} />
        <span className="mt-1 font-semibold sm:block">{t('share', { value: share })}</span>{' '}
        <span className="quiet text-xs sm:block">
          {low === null || high === null ? t('noInterval') : t('interval', { low, high })}
        </span>
        <span className="quiet text-xs sm:block">
          <span className="sm:hidden"> · </span>
          {t('votes', { count: decisive })}
        </span>
      </span>
    );
  }
  const progress = (
    <span className="quiet block text-xs">
      {decisive < THRESHOLD.decisive
        ? t('progress', { count: decisive, needed: THRESHOLD.decisive })
        : t('tooFewVoters', { count: decisive, needed: THRESHOLD.voters })}
    </span>
  );
  if (!detected) return <span className="block">{progress}</span>;
  return (
    <span className="block">
      <Bar value={detected.value} low={detected.low} high={detected.high} hatched />
      <span className="quiet mt-1 font-semibold sm:block">
        {t('share', { value: detected.value })}
      </span>{' '}
      <span className="quiet text-xs sm:block">{t('byDetector')}</span>
      {decisive > 0 && progress}
    </span>
  );
}
