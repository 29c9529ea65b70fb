import { z } from 'zod';
import { blindPictures } from '@/lib/arena/matchups';
import { blobs } from '@/lib/store/blobs';
import { blindPng } from './blind-png';

const tokenSchema = z.string().regex(/^[0-9a-f]{32}$/);

interface Context {
  params: Promise<{ token: string }>;
}

/** A picture of a matchup by an address that says nothing, as a file that says nothing. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const token = tokenSchema.safeParse((await params).token);
  const pictures = token.success ? await blindPictures(token.data) : undefined;
  const [asked, other] = await Promise.all([
    blobs().get(pictures?.asked ?? ''),
    blobs().get(pictures?.other ?? ''),
  ]);
  if (!asked || !other) return new Response('There is no such picture.', { status: 404 });
  return new Response(await blindPng(asked, other), {
    headers: {
      'content-type': 'image/png',
      // The same for both pictures of every matchup.
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
    },
  });
}
