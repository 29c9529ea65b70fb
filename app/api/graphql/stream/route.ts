import { createHandler } from 'graphql-sse/lib/use/fetch';
import { isCurator } from '@/graphql/curators';
import { schema } from '@/graphql/schema';

/** Subscriptions by the "distinct connections" mode of the GraphQL over SSE protocol. */
const handler = createHandler({
  schema,
  context: ({ headers }) => ({ isCurator: isCurator(headers.get('authorization') ?? null) }),
});

export async function GET(request: Request): Promise<Response> {
  return handler(request);
}

export async function POST(request: Request): Promise<Response> {
  return handler(request);
}
