import { askerOf } from '@/graphql/context';
import { limit } from '@/lib/limits';
import { QueueFull, TooFast } from '@/lib/problems';
import { keepPicture, PictureError } from '@/lib/studio/kept-pictures';
import { LIMITS } from '@/lib/studio/picture-limits';
import { BodyRefused, readBody } from '../body';
import { contextOf } from '../graphql/context';
import { rateLimitHeaders } from '../rate-limit-headers';

function refuse(status: number, message: string, headers = {}): Response {
  return Response.json({ message }, { status, headers });
}

/** Keeps the picture that is the body, as the mutation `keepPicture` does: too large for a GraphQL request. */
export async function POST(request: Request): Promise<Response> {
  // No form of another page can send this type.
  if (!request.headers.get('content-type')?.startsWith('image/')) {
    return refuse(415, 'Send a picture as the body, with its content type, such as image/png.');
  }
  let headers = {};
  try {
    const context = await contextOf(request.headers);
    const { session } = context;
    headers = rateLimitHeaders(await limit('picture', { network: session.network }));
    const bytes = await readBody(request, LIMITS.upload);
    const sha256 = await keepPicture(bytes, askerOf(context).id);
    const cookie = session.setCookie === undefined ? {} : { 'set-cookie': session.setCookie };
    return Response.json(
      { sha256, url: `/i/${sha256}.png` },
      { headers: { ...headers, ...cookie } },
    );
  } catch (error) {
    if (error instanceof BodyRefused) return refuse(error.status, error.message, headers);
    if (error instanceof PictureError) return refuse(400, error.message, headers);
    if (error instanceof QueueFull) {
      return refuse(503, error.message, { 'retry-after': String(error.retryAfter), ...headers });
    }
    if (error instanceof TooFast) {
      const retry = { 'retry-after': String(error.retryAfter) };
      return refuse(429, error.message, { ...retry, ...rateLimitHeaders(error.quotas) });
    }
    throw error;
  }
}
