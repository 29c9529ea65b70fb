import { blobs } from '@/lib/store/blobs';

interface Context {
  params: Promise<{ file: string }>;
}

/** A picture by the hash of its bytes; it never changes, so it may be kept for ever. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  const bytes = await blobs().get(file.replace(/\.png$/, ''));
  if (!bytes) return new Response('There is no such picture.', { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  });
}
