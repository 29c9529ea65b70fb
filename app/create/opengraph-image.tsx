import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { cardPictures } from '@/app/components/share/pictures';
import { query } from '@/app/execute';
import { picturesOf } from '@/app/front/shown';
import { englishModels } from '@/app/words/server';
import { SharedCreateDocument } from './shared.documents';

export const dynamic = 'force-dynamic';
export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'A prompt, painted by several methods';

/** The example is the comparison that the front page begins with. */
export default async function OpenGraphImage(): Promise<Response> {
  const { comparisons } = (await query(SharedCreateDocument)).gallery;
  const titleOf = englishModels();
  const [example] = comparisons
    .map((own) => ({ text: own.prompt.text, shown: picturesOf(own).shown }))
    .filter(({ shown }) => shown.length > 1 && shown.every(({ imageUrl }) => imageUrl !== null));
  const shown = example?.shown ?? [];
  return shareCard({
    title: 'Write a prompt, and watch several methods paint it',
    body: await cardPictures(shown.map(({ imageUrl, model }) => ({ imageUrl, ...titleOf(model) }))),
    line: example ? `“${example.text}”, from the same noise` : 'All from the same noise',
  });
}
