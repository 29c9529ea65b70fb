import { useTranslations } from 'use-intl/react';
import { Refresh } from '@/app/components/refresh';
import { Button } from '@/app/components/ui/button';
import { NothingLeft } from './nothing-left';
import { Reveal } from './reveal';
import type { Phase, Waits } from './use-voting';
import type { MatchupFragment } from './vote.documents';

interface Props {
  readonly phase: Phase;
  /** The server's own, where it has one. */
  readonly sentence: string;
  readonly painting: boolean;
  /** In seconds, where that is why. */
  readonly askedToWait: number;
  readonly waits: Waits;
  readonly before: MatchupFragment | undefined;
  readonly retry: () => void;
}

/** Why there is nothing to judge now, and what one can do. */
export function NoPair(props: Props) {
  const { phase, sentence, askedToWait, painting, waits, before, retry } = props;
  const t = useTranslations('vote');
  const why = () => {
    if (painting) return t('painting');
    if (phase === 'away') return t('away');
    if (phase !== 'slow') return sentence || t('failed');
    return askedToWait < 120
      ? t('slow', { seconds: askedToWait })
      : t('slowMinutes', { minutes: Math.ceil(askedToWait / 60) });
  };
  return (
    <div className="mx-auto max-w-3xl">
      {/* What follows stays below the fold, as it is beneath a pair: nothing that is seen moves when more is known. */}
      <div className="min-h-svh">
        {phase === 'nothing' && !painting ? (
          <NothingLeft retry={retry} />
        ) : (
          <div className="card mt-4 space-y-4 p-6">
            <p role="status">
              {why()}
              {waits.count > 0 && ` ${t('waits', { ...waits })}`}
            </p>
            {painting ? <Refresh /> : <Button onClick={retry}>{t('tryAgain')}</Button>}
          </div>
        )}
      </div>
      {before && <Reveal matchup={before} />}
    </div>
  );
}
