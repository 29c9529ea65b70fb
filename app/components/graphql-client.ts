import { createClient } from 'graphql-sse';
import { z } from 'zod';
import { isAnswer, type Given, type TypedDocument } from './documents';

const responseShape = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** Runs an operation over HTTP. Throws an Error with the first message when it fails. */
export async function request<R, V>(
  document: TypedDocument<R, V>,
  ...[variables]: Given<V>
): Promise<R> {
  const response = await fetch('/api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = responseShape.parse(await response.json());
  const [error] = errors ?? [];
  if (error) throw new Error(error.message);
  return z.custom<R>(isAnswer).parse(data);
}

/** Follows a subscription until it ends; yields each result's data. */
export async function* subscribe<R, V>(
  document: TypedDocument<R, V>,
  ...[variables]: Given<V>
): AsyncGenerator<R> {
  const client = createClient({ url: '/api/graphql/stream', retryAttempts: 5 });
  const operation = { query: document.toString(), variables: { ...variables } };
  try {
    for await (const result of client.iterate(operation)) {
      const [error] = result.errors ?? [];
      if (error) throw new Error(error.message);
      yield z.custom<R>(isAnswer).parse(result.data);
    }
  } finally {
    client.dispose();
  }
}
