import { CardBars } from '@/app/components/share/bars';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { knownSoFar } from '@/app/results/known-so-far';
import { englishModels, englishWords } from '@/app/words/server';
import { asOf, load, titleOf, type Snapshot } from './load';

export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'Ratings with their 95 % intervals, as they stood';

/** More have no room. */
const MOST = 5;

/** The ratings as points of one scale, on which their intervals have room. */
function ratingRows({ models }: Snapshot['ranking']) {
  const shown = models.slice(0, MOST);
  const ends = shown.flatMap(({ rating, low, high }) => [rating, low ?? rating, high ?? rating]);
  const lowest = Math.min(...ends, 950) - 10;
  const span = Math.max(...ends, 1050) + 10 - lowest;
  const at = (rating: number | null) => (rating === null ? null : (rating - lowest) / span);
  const titleOfModel = englishModels();
  return shown.map(({ name, model, rating, low, high, votes }) => ({
    ...titleOfModel({ name, method: model?.method }),
    value: at(rating),
    low: at(low),
    high: at(high),
    said: rating.toFixed(0),
    more:
      low === null || high === null
        ? `${votes} votes`
        : `${low.toFixed(0)} to ${high.toFixed(0)}, ${votes} votes`,
  }));
}

interface Props {
  params: Promise<{ key: string }>;
}

export default async function OpenGraphImage({ params }: Props): Promise<Response> {
  const snapshot = await load((await params).key);
  if (!snapshot) return new Response('There are no such results.', { status: 404 });
  return shareCard({
    title: knownSoFar(englishWords(), snapshot.ranking, englishModels()),
    body: <CardBars rows={ratingRows(snapshot.ranking)} points />,
    line: `${titleOf(englishWords(), snapshot)}: ${asOf(snapshot)}`,
  });
}
