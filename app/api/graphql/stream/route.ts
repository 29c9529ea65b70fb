import { createHandler } from 'graphql-sse/lib/use/fetch';
import { schema } from '@/graphql/schema';
import { contextOf } from '../context';

/** Subscriptions by the "distinct connections" mode of the GraphQL over SSE protocol. */
const handler = createHandler({
  schema,
  context: ({ headers }) => ({ ...contextOf(headers, false) }),
});

export async function GET(request: Request): Promise<Response> {
  return handler(request);
}

export async function POST(request: Request): Promise<Response> {
  return handler(request);
}
