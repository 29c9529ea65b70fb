import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { shownBlob } from '@/lib/moderation/hidden';
import { DownloadDocument } from '../picture.documents';

const load = byKey(async (key) => (await query(DownloadDocument, { key })).generation);

interface Context {
  params: Promise<{ id: string }>;
}

/** The PNG, with its recipe inside, under a name made from the prompt. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const generation = await load((await params).id);
  const bytes = generation?.imageSha256 && (await shownBlob(generation.imageSha256));
  if (!bytes) return new Response('There is no such picture.', { status: 404 });
  const words = generation.prompt.text.toLowerCase().match(/[a-z0-9]+/g) ?? ['picture'];
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/png',
      'content-disposition': `attachment; filename="${words.join('-').slice(0, 60)}.png"`,
    },
  });
}
