import { byKey } from '@/app/components/by-key';
import { sharePicture, SHARE_SIZE } from '@/app/components/share-picture';
import { verdictLine } from '@/app/components/verdict-line';
import { englishModels, englishWords } from '@/app/words/server';
import { query } from '@/app/execute';
import { SharedPictureDocument } from './picture.documents';

export const size = SHARE_SIZE;
export const contentType = 'image/png';
export const alt = 'The picture with its prompt';

const load = byKey(async (key) => (await query(SharedPictureDocument, { key })).generation);

interface Props {
  params: Promise<{ id: string }>;
}

export default async function OpenGraphImage({ params }: Props): Promise<Response> {
  const generation = await load((await params).id);
  if (!generation) return new Response('There is no such picture.', { status: 404 });
  const { prompt, imageUrl, model, scores } = generation;
  const { title } = englishModels()(model);
  return sharePicture(
    prompt.text,
    [{ imageUrl, caption: title }],
    verdictLine(englishWords(), [{ title, scores }]),
  );
}
