/** The server, or the way to it, is away: nothing came, or what something on the way answered in its place. */
export class Away extends Error {
  override readonly name = 'Away';
}

/** Too much came from this network: it is asked to come back after so many seconds. */
export class AskedToWait extends Error {
  override readonly name = 'AskedToWait';

  constructor(
    message: string,
    readonly seconds: number,
  ) {
    super(message);
  }
}

const UNREACHED =
  'The server cannot be reached just now; look whether there is a network, and try again in a moment.';

function unreached(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
  throw new Away(UNREACHED, { cause });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SOME_SECONDS = 5;

/** The seconds of a Retry-After, which may be a date instead (RFC 9110, §10.2.3); some where it says neither. */
function secondsUntil(retryAfter: string | null): number {
  const text = retryAfter?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : SOME_SECONDS;
}

/**
 * What the server answered, as `read` has it, which gives undefined for what is no answer of ours. Throws AskedToWait for
 * status 429, and else Away with a sentence where it was not the server that answered.
 */
export async function answerAs<T>(
  asked: Promise<Response>,
  read: (json: unknown) => T | undefined,
): Promise<T> {
  const response = await asked.catch(unreached);
  const text = await response.text().catch(unreached);
  const answer = read(parsed(text));
  if (answer !== undefined) return answer;
  const { status } = response;
  if (status === 429) {
    const seconds = secondsUntil(response.headers.get('retry-after'));
    throw new AskedToWait(
      `Too much is asked from this network (status 429); try again in ${seconds} s.`,
      seconds,
    );
  }
  if (status === 413) {
    throw new Away('This is larger than a proxy before the server lets through (status 413).');
  }
  throw new Away(
    `The server does not answer just now, but something before it does (status ${status}); try again in a minute.`,
  );
}
