import Link from 'next/link';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { TasteCard } from '@/app/components/taste-card';
import { useTaste } from './use-taste';

/** How far it is to a ranking of one's own; read anew for each matchup. */
export function OwnProgress({ of }: { of: string }) {
  const t = useTranslations('vote');
  const id = useId();
  const taste = useTaste(of);
  if (!taste) return <div className="mt-4 h-13" />;
  const { votes, needed } = taste;
  return (
    <div className="mt-4 min-h-13">
      {votes >= needed ? (
        <div className="flex flex-wrap items-center gap-x-4">
          <Link href="/results" className="link inline-flex min-h-11 items-center">
            {t('ownReady')}
          </Link>
          <TasteCard />
        </div>
      ) : (
        <>
          <p id={id} className="text-sm">
            {t('ownProgress', { votes, needed })}
          </p>
          <progress aria-labelledby={id} className="mt-1 w-full" value={votes} max={needed} />
        </>
      )}
    </div>
  );
}
