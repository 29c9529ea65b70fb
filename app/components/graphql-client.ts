import { createClient } from 'graphql-sse';
import { z } from 'zod';

const responseShape = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** Runs an operation over HTTP. Throws an Error with the first message when it fails. */
export async function request<T>(
  document: string,
  shape: z.ZodType<T>,
  variables: Readonly<Record<string, unknown>>,
): Promise<T> {
  const response = await fetch('/api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = responseShape.parse(await response.json());
  const [error] = errors ?? [];
  if (error) throw new Error(error.message);
  return shape.parse(data);
}

/** Follows a subscription until it ends or `signal` aborts; yields each result's data. */
export async function* subscribe<T>(
  document: string,
  shape: z.ZodType<T>,
  variables: Readonly<Record<string, unknown>>,
): AsyncGenerator<T> {
  const client = createClient({ url: '/api/graphql/stream', retryAttempts: 5 });
  try {
    for await (const result of client.iterate({ query: document, variables: { ...variables } })) {
      const [error] = result.errors ?? [];
      if (error) throw new Error(error.message);
      yield shape.parse(result.data);
    }
  } finally {
    client.dispose();
  }
}
