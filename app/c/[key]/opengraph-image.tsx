import { byKey } from '@/app/components/by-key';
import { mainPictures } from '@/app/components/main-pictures';
import { sharePicture, SHARE_SIZE } from '@/app/components/share-picture';
import { verdictLine } from '@/app/components/verdict-line';
import { englishModels, englishWords } from '@/app/words/server';
import { query } from '@/app/execute';
import { SharedComparisonDocument } from './comparison.documents';

export const size = SHARE_SIZE;
export const contentType = 'image/png';
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
  const shown = mainPictures(generations)
    .filter(({ seed }) => seed === generations[0]?.seed)
    .map((picture) => ({ ...picture, title: titleOf(picture.model).title }));
  const pictures = shown.map(({ imageUrl, title }) => ({ imageUrl, caption: title }));
  return sharePicture(prompt.text, pictures, verdictLine(englishWords(), shown));
}
