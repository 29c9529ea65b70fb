/** Bytes of a GraphQL request: the longest prompt and every page's document are far below. */
export const MOST_BYTES = 1_000_000;

/** A body that trickles in for longer keeps a connection and nothing else. */
const SLOWEST_MS = 20_000;

/** Why a body was not read, and the HTTP status that says so. */
export class BodyRefused extends Error {
  constructor(
    readonly status: 400 | 408 | 413,
    message: string,
  ) {
    super(message);
  }
}

const megabytes = (bytes: number) => `${bytes / 1_000_000} MB`;

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, most: number) {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    bytes += value.byteLength;
    if (bytes > most) {
      throw new BodyRefused(413, `A request of at most ${megabytes(most)} is taken.`);
    }
    chunks.push(value);
  }
}

/** What of a refused body is let pass, so that the next request on its connection, maybe another client's of a proxy, is answered. */
const MOST_PASSED = 32_000_000;

/** Reads on and forgets, until the body ends or that is too much or takes too long. */
async function letPass(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const until = performance.now() + SLOWEST_MS;
  for (let bytes = 0; bytes < MOST_PASSED && performance.now() < until;) {
    const { done, value } = await reader.read();
    if (done) return;
    bytes += value.byteLength;
  }
  await reader.cancel();
}

/**
 * The body of a request, counted while it is read: whoever sends more than `most` bytes, or too slowly, is not
 * listened to any longer. Throws BodyRefused.
 */
export async function readBody(request: Request, most: number): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const refusal = new BodyRefused(
      408,
      `The request did not arrive within ${SLOWEST_MS / 1000} s.`,
    );
    timer = setTimeout(() => reject(refusal), SLOWEST_MS);
  });
  try {
    return await Promise.race([readAll(reader, most), late]);
  } catch (error) {
    const end =
      error instanceof BodyRefused && error.status === 413 ? letPass(reader) : reader.cancel();
    end.catch(() => undefined);
    if (error instanceof BodyRefused) throw error;
    // Whoever goes in the middle of it is no fault of ours, and nothing for the log.
    throw new BodyRefused(400, 'The request ended before its body did.');
  } finally {
    clearTimeout(timer);
  }
}
