import { CardBars } from '@/app/components/share/bars';
import { shareCard } from '@/app/components/share/card';
import { ratingRows } from '@/app/components/share/ratings';
import type { Locale } from '@/app/words/locales';
import { modelsIn, wordsIn } from '@/app/words/server';
import type { TasteCardQuery } from './taste.documents';

type Mine = NonNullable<TasteCardQuery['myRanking']>;

interface Taste extends Mine {
  readonly ranking: NonNullable<Mine['ranking']>;
}

/** What somebody's own votes say, as a picture that tells nobody whose they are. */
export function tasteCard(locale: Locale, mine: Taste, cacheControl: string): Promise<Response> {
  const t = wordsIn(locale);
  const wordsOf = modelsIn(locale);
  const { ranking, trusted, agreement, votes } = mine;
  const models = ranking.models.map(({ name, model, ...rated }) => ({
    ...wordsOf({ name, method: model?.method }),
    ...rated,
  }));
  return shareCard(
    {
      title: trusted
        ? t('card.trust', { title: wordsOf(trusted).title, category: trusted.category })
        : t('card.taste'),
      body: <CardBars rows={ratingRows(t, models)} points />,
      line: agreement
        ? t('card.agree', { votes, share: agreement.value, count: agreement.asked })
        : t('card.own', { votes }),
    },
    cacheControl,
  );
}
