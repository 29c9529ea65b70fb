import { CardBars } from '@/app/components/share/bars';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { ratingRows } from '@/app/components/share/ratings';
import { knownSoFar } from '@/app/results/known-so-far';
import { englishModels, englishWords } from '@/app/words/server';
import { asOf, load, titleOf } from './load';

export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'Ratings with their 95 % intervals, as they stood';

interface Props {
  params: Promise<{ key: string }>;
}

export default async function OpenGraphImage({ params }: Props): Promise<Response> {
  const snapshot = await load((await params).key);
  if (!snapshot) return new Response('There are no such results.', { status: 404 });
  const titleOfModel = englishModels();
  const models = snapshot.ranking.models.map(({ name, model, ...rated }) => ({
    ...titleOfModel({ name, method: model?.method }),
    ...rated,
  }));
  return shareCard({
    title: knownSoFar(englishWords(), snapshot.ranking, titleOfModel),
    body: <CardBars rows={ratingRows(englishWords(), models)} points />,
    line: `${titleOf(englishWords(), snapshot)}: ${asOf(snapshot)}`,
  });
}
