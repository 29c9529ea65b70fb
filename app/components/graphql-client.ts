import { createClient, NetworkError } from 'graphql-sse';
import { answerTo, problemIn, resultIn } from './answer';
import type { Given, TypedDocument } from './documents';
import { answerAs } from './reached';

/** Runs an operation over HTTP. Throws an Error with the first message when it fails. */
export function request<R, V>(document: TypedDocument<R, V>, ...[variables]: Given<V>): Promise<R> {
  return send({}, document, variables);
}

/**
 * The same with the curators' token, which no browser sends by itself: another site's page can do nothing with it.
 * Without one ('') a curator's session counts, which no page of another site can use, either.
 */
export function requestAsCurator<R, V>(
  token: string,
  document: TypedDocument<R, V>,
  ...[variables]: Given<V>
): Promise<R> {
  return send(asCurator(token), document, variables);
}

/** The header of a curator; none where a session says so. */
export function asCurator(token: string): Readonly<Record<string, string>> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

async function send<R, V>(
  headers: Readonly<Record<string, string>>,
  document: TypedDocument<R, V>,
  variables: V | undefined,
): Promise<R> {
  const asked = fetch('/api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  return answerTo(document, await answerAs(asked, resultIn));
}

interface Broken {
  readonly message: string;
  /** Where there was an answer. */
  readonly response?: unknown;
}

/** Throws why a subscription ended early: what the server says of it, or that it is away. */
async function explain({ message, response }: Broken): Promise<never> {
  const answer = response instanceof Response ? response : Promise.reject(new TypeError(message));
  const result = await answerAs(Promise.resolve(answer), resultIn);
  throw new Error(problemIn(result) ?? message);
}

/** Follows a subscription until it ends; yields each result's data. */
export async function* subscribe<R, V>(
  document: TypedDocument<R, V>,
  ...[variables]: Given<V>
): AsyncGenerator<R> {
  const client = createClient({ url: '/api/graphql/stream', retryAttempts: 5 });
  const operation = { query: document.toString(), variables: { ...variables } };
  try {
    for await (const result of client.iterate(operation)) yield answerTo(document, result);
  } catch (error) {
    if (error instanceof NetworkError) await explain(error);
    throw error;
  } finally {
    client.dispose();
  }
}
