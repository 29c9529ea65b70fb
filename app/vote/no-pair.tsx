import { useTranslations } from 'use-intl/react';
import { Refresh } from '@/app/components/refresh';
import { Button } from '@/app/components/ui/button';
import { NothingLeft } from './nothing-left';
import { Reveal } from './reveal';
import type { Phase } from './use-voting';
import type { MatchupFragment } from './vote.documents';

interface Props {
  readonly phase: Phase;
  /** The server's own, where it has one. */
  readonly sentence: string;
  readonly painting: boolean;
  readonly waits: number;
  readonly before: MatchupFragment | undefined;
  readonly retry: () => void;
}

/** Why there is nothing to judge now, and what one can do. */
export function NoPair({ phase, sentence, painting, waits, before, retry }: Props) {
  const t = useTranslations('vote');
  return (
    <div className="mx-auto max-w-3xl">
      {phase === 'nothing' && !painting ? (
        <NothingLeft retry={retry} />
      ) : (
        <div className="card mt-4 space-y-4 p-6">
          <p role="status">
            {painting ? t('painting') : phase === 'away' ? t('away') : sentence || t('failed')}
            {waits > 0 && ` ${t('waits', { count: waits })}`}
          </p>
          {painting ? <Refresh /> : <Button onClick={retry}>{t('tryAgain')}</Button>}
        </div>
      )}
      {before && <Reveal matchup={before} />}
    </div>
  );
}
