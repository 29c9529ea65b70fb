import { curatorOf } from '@/graphql/curators';
import { isShown, shownBlob } from '@/lib/moderation/hidden';
import { blobs } from '@/lib/store/blobs';

interface Context {
  params: Promise<{ file: string }>;
}

/** It never changes, so a browser may keep it for ever; caches that many share ask again after minutes, since it may be hidden. */
const KEEP = 'public, max-age=31536000, s-maxage=300, immutable';

/** A picture by the hash of its bytes. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  const sha256 = file.replace(/\.png$/, '');
  const { headers } = request;
  const etag = `"${sha256}"`;
  const known = headers.get('if-none-match')?.split(/,\s*/).includes(etag);
  if (known && (await isShown(sha256))) {
    return new Response(null, { status: 304, headers: { etag, 'cache-control': KEEP } });
  }
  const shown = await shownBlob(sha256);
  const [authorization, cookie] = [headers.get('authorization'), headers.get('cookie')];
  // No page of another site can read it: whatever comes with a cookie may be shown.
  const forCurator = !shown && (await curatorOf({ authorization, cookie }, true)) !== undefined;
  const bytes = shown ?? (forCurator ? await blobs().get(sha256) : undefined);
  if (!bytes) return new Response('There is no such picture.', { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/png',
      // What only a curator is shown no cache may show to others.
      'cache-control': forCurator ? 'private, no-store' : KEEP,
      ...(forCurator ? {} : { etag }),
      'x-content-type-options': 'nosniff',
    },
  });
}
