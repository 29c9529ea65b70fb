import { byKey } from '@/app/components/by-key';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { cardPictures } from '@/app/components/share/pictures';
import { verdictLine } from '@/app/components/verdict-line';
import { englishModels, englishWords } from '@/app/words/server';
import { query } from '@/app/execute';
import { SharedPictureDocument } from './picture.documents';

export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'The picture with its prompt';

const load = byKey(async (key) => (await query(SharedPictureDocument, { key })).generation);

interface Props {
  params: Promise<{ id: string }>;
}

export default async function OpenGraphImage({ params }: Props): Promise<Response> {
  const generation = await load((await params).id);
  if (!generation) return new Response('There is no such picture.', { status: 404 });
  const { prompt, imageUrl, model, scores } = generation;
  const painter = englishModels()(model);
  return shareCard({
    title: prompt.text,
    body: await cardPictures([{ imageUrl, ...painter }]),
    line: verdictLine(englishWords(), [{ ...painter, scores }]) || `Painted by ${painter.title}`,
  });
}
