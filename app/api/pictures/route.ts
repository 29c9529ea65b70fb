import { limit } from '@/lib/limits';
import { TooFast } from '@/lib/problems';
import { keepPicture, PictureError } from '@/lib/studio/kept-pictures';
import { LIMITS } from '@/lib/studio/picture-limits';
import { BodyRefused, readBody } from '../body';
import { contextOf } from '../graphql/context';

function refuse(status: number, message: string, headers = {}): Response {
  return Response.json({ message }, { status, headers });
}

/** Keeps the picture that is the body, as the mutation `keepPicture` does: too large for a GraphQL request. */
export async function POST(request: Request): Promise<Response> {
  // No form of another page can send this type.
  if (!request.headers.get('content-type')?.startsWith('image/')) {
    return refuse(415, 'Send a picture as the body, with its content type, such as image/png.');
  }
  try {
    await limit('picture', { network: contextOf(request.headers, false).session.network });
    const sha256 = await keepPicture(await readBody(request, LIMITS.upload));
    return Response.json({ sha256, url: `/i/${sha256}.png` });
  } catch (error) {
    if (error instanceof BodyRefused) return refuse(error.status, error.message);
    if (error instanceof PictureError) return refuse(400, error.message);
    if (error instanceof TooFast) {
      return refuse(429, error.message, { 'retry-after': String(error.retryAfter) });
    }
    throw error;
  }
}
