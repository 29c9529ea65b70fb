import { curatorOf } from '@/graphql/curators';
import { shownBlob } from '@/lib/moderation/hidden';
import { blobs } from '@/lib/store/blobs';

interface Context {
  params: Promise<{ file: string }>;
}

/** A picture by the hash of its bytes; it never changes, so it may be kept for ever. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  const sha256 = file.replace(/\.png$/, '');
  const shown = await shownBlob(sha256);
  const { headers } = request;
  const [authorization, cookie] = [headers.get('authorization'), headers.get('cookie')];
  // No page of another site can read it: whatever comes with a cookie may be shown.
  const forCurator = !shown && (await curatorOf({ authorization, cookie }, true)) !== undefined;
  const bytes = shown ?? (forCurator ? await blobs().get(sha256) : undefined);
  if (!bytes) return new Response('There is no such picture.', { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/png',
      // What only a curator is shown no cache may show to others.
      'cache-control': forCurator ? 'private, no-store' : 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  });
}
