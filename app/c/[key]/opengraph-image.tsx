import { byKey } from '@/app/components/by-key';
import { mainPictures, ofOneNoise } from '@/app/components/main-pictures';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { cardPictures } from '@/app/components/share/pictures';
import { verdictLine } from '@/app/components/verdict-line';
import { englishModels, englishWords } from '@/app/words/server';
import { query } from '@/app/execute';
import { SharedComparisonDocument } from './comparison.documents';

export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'The same prompt painted by several models';

const load = byKey(async (key) => (await query(SharedComparisonDocument, { key })).comparison);

interface Props {
  params: Promise<{ key: string }>;
}

export default async function OpenGraphImage({ params }: Props): Promise<Response> {
  const comparison = await load((await params).key);
  if (!comparison) return new Response('There is no such comparison.', { status: 404 });
  const { prompt, generations } = comparison;
  const titleOf = englishModels();
  const shown = mainPictures(ofOneNoise(generations)).map((picture) => ({
    ...picture,
    ...titleOf(picture.model),
  }));
  return shareCard({
    title: prompt.text,
    body: await cardPictures(shown),
    line: verdictLine(englishWords(), shown) || 'One prompt, one noise, several ways to read it',
  });
}
