import { contextOf } from '@/app/api/graphql/context';
import { limit } from '@/lib/limits';
import { TooFast } from '@/lib/problems';
import { everythingOf } from '@/lib/yours/download';

export const dynamic = 'force-dynamic';

const PRIVATE = { 'cache-control': 'private, no-store', vary: 'cookie' };

/** `parts` as they are asked for; whoever stops reading stops the reading of rows. */
function streamOf(parts: AsyncGenerator<string, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

/** Everything that is stored about whoever asks, by their cookie only. */
export async function GET(request: Request): Promise<Response> {
  const { session } = await contextOf(request.headers, false);
  const voter = await session.knownIfAny();
  if (voter === undefined) {
    const words = 'Nothing is stored about you: your browser has no cookie of ours.\n';
    return new Response(words, { status: 404, headers: PRIVATE });
  }
  try {
    await limit('download', { voter, network: session.network });
  } catch (error) {
    if (!(error instanceof TooFast)) throw error;
    const headers = { ...PRIVATE, 'retry-after': String(error.retryAfter) };
    return new Response(`${error.message}\n`, { status: 429, headers });
  }
  return new Response(streamOf(everythingOf(voter)), {
    headers: {
      ...PRIVATE,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="sarovar-yours.json"',
    },
  });
}
