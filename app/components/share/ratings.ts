import type { ModelWords } from '@/app/words/model-words';
import type { Translate } from '@/app/words/translate';
import type { CardRow } from './bars';

/** More have no room. */
const MOST = 5;

/** A rating with the ends of its interval, where there is one. */
interface CardRating extends ModelWords {
  readonly rating: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly votes: number;
}

/** The first ratings as points of one scale, on which their intervals have room. */
export function ratingRows(t: Translate, models: readonly CardRating[]): readonly CardRow[] {
  const shown = models.slice(0, MOST);
  const ends = shown.flatMap(({ rating, low, high }) => [rating, low ?? rating, high ?? rating]);
  const lowest = Math.min(...ends, 950) - 10;
  const span = Math.max(...ends, 1050) + 10 - lowest;
  const at = (rating: number | null) => (rating === null ? null : (rating - lowest) / span);
  return shown.map(({ title, colour, rating, low, high, votes }) => ({
    title,
    colour,
    value: at(rating),
    low: at(low),
    high: at(high),
    said: t('results.rating', { rating: Math.round(rating) }),
    more:
      low === null || high === null
        ? t('card.votes', { votes })
        : t('card.within', { low: Math.round(low), high: Math.round(high), votes }),
  }));
}
