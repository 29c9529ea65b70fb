import { z } from 'zod';
import { byKey } from '@/app/components/by-key';
import { sharePicture, SHARE_SIZE } from '@/app/components/share-picture';
import { query } from '@/app/execute';

export const size = SHARE_SIZE;
export const contentType = 'image/png';
export const alt = 'The picture with its prompt';

const PICTURE = /* GraphQL */ `
  query SharedPicture($key: String!) {
    generation(key: $key) {
      imageUrl
      prompt {
        text
      }
      model {
        name
      }
    }
  }
`;

const shape = z.object({
  generation: z
    .object({
      imageUrl: z.string().nullable(),
      prompt: z.object({ text: z.string() }),
      model: z.object({ name: z.string() }),
    })
    .nullable(),
});

const load = byKey(async (key) => (await query(PICTURE, shape, { key })).generation);

interface Props {
  params: Promise<{ id: string }>;
}

export default async function OpenGraphImage({ params }: Props): Promise<Response> {
  const generation = await load((await params).id);
  if (!generation) return new Response('There is no such picture.', { status: 404 });
  const { prompt, imageUrl, model } = generation;
  return sharePicture(prompt.text, [{ imageUrl, caption: model.name }]);
}
