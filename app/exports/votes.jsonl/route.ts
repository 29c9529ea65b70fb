import { exportedVotes } from '@/lib/store/arena/exported-votes';

export const dynamic = 'force-dynamic';

/** All votes, one JSON object on each line, streamed while they are read. */
export function GET(): Response {
  const lines = exportedVotes();
  const encoder = new TextEncoder();
  const stream = new ReadableStream({
    async pull(controller) {
      const next = await lines.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="votes.jsonl"',
      'cache-control': 'no-store',
    },
  });
}
