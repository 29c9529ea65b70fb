import { z } from 'zod';
import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { blobs } from '@/lib/store/blobs';

const shape = z.object({
  generation: z
    .object({ imageSha256: z.string().nullable(), prompt: z.object({ text: z.string() }) })
    .nullable(),
});

const PICTURE = 'query ($key: String!) { generation(key: $key) { imageSha256 prompt { text } } }';

const load = byKey(async (key) => (await query(PICTURE, shape, { key })).generation);

interface Context {
  params: Promise<{ id: string }>;
}

/** The PNG, with its recipe inside, under a name made from the prompt. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const generation = await load((await params).id);
  const bytes = generation?.imageSha256 && (await blobs().get(generation.imageSha256));
  if (!bytes) return new Response('There is no such picture.', { status: 404 });
  const words = generation.prompt.text.toLowerCase().match(/[a-z0-9]+/g) ?? ['picture'];
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="${words.join('-').slice(0, 60)}.png"`,
    },
  });
}
