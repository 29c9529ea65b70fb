/** The server, or the way to it, is away: nothing came, or what something on the way answered in its place. */
export class Away extends Error {
  override readonly name = 'Away';
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

/**
 * What the server answered, as `read` has it, which gives undefined for what is no answer of ours. Throws Away with a sentence
 * where it was not the server that answered.
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
  if (status === 413) {
    throw new Away('This is larger than a proxy before the server lets through (status 413).');
  }
  throw new Away(
    `The server does not answer just now, but something before it does (status ${status}); try again in a minute.`,
  );
}
