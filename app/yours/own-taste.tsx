import Link from 'next/link';
import { TasteCard } from '@/app/components/taste-card';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, words } from '@/app/words/server';
import type { MineQuery } from './yours.documents';

/** What one's own votes say, as a picture to save or to share, or how many it takes. */
export async function OwnTaste({ votes, needed }: NonNullable<MineQuery['myRanking']>) {
  const t = await words();
  const { taste } = messagesOf(await readersLocale());
  return (
    <section aria-labelledby="taste" className="mt-8 space-y-3">
      <h2 id="taste" className="text-xl font-semibold">
        {t('taste.title')}
      </h2>
      {votes < needed ? (
        <>
          <p>
            {t('vote.ownProgress', { votes, needed })}{' '}
            <Link href="/vote" className="link">
              {t('results.mine.goOn')}
            </Link>
          </p>
          <p className="quiet text-sm">{t('taste.counted')}</p>
        </>
      ) : (
        <>
          <p className="quiet">{t('taste.is')}</p>
          <img
            src="/yours/taste"
            alt={t('taste.alt')}
            width={1200}
            height={630}
            className="rounded-box h-auto w-full border border-(--line)"
          />
          <MoreWords words={{ taste }}>
            <TasteCard />
          </MoreWords>
        </>
      )}
    </section>
  );
}
