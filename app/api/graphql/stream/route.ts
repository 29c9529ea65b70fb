import { createHandler } from 'graphql-sse/lib/use/fetch';
import { GraphQLError } from 'graphql';
import { admit } from '@/graphql/admission';
import { schema } from '@/graphql/schema';
import { STREAM_POLICY, takeStream } from '@/lib/open-streams';
import { BodyRefused, MOST_BYTES, readBody } from '../../body';
import { contextOf } from '../context';
import { shownError } from '../shown-error';

function shown(error: GraphQLError): GraphQLError {
  const { message, ...rest } = shownError(error);
  return new GraphQLError(message, rest);
}

/** Nobody knows when somebody closes a page; a client that asks again then costs nothing. */
const FULL = { 'retry-after': '10', 'ratelimit-policy': STREAM_POLICY };

function refuse(status: number, message: string, headers = {}): Response {
  return Response.json({ errors: [{ message }] }, { status, headers });
}

/** Subscriptions by the "distinct connections" mode of the GraphQL over SSE protocol; `end` is called after the last event. */
function handlerThatEnds(end: () => void) {
  return createHandler({
    schema,
    context: async ({ headers }) => ({ ...(await contextOf(headers, false)) }),
    onSubscribe(_request, { query, variables }) {
      try {
        if (admit(query, variables)?.kinds.includes('mutation')) {
          // There it is known whether a page of another site sends it.
          throw new GraphQLError('Mutations are taken at /api/graphql.');
        }
      } catch (error) {
        if (error instanceof GraphQLError) return { data: null, errors: [error] };
        throw error;
      }
    },
    onNext(_context, _request, result) {
      if (result.errors) return { ...result, errors: result.errors.map(shown) };
    },
    onComplete: end,
  });
}

async function follow(request: Request): Promise<Response> {
  const { session } = await contextOf(request.headers, false);
  const { network } = session;
  const giveBack = takeStream({ visitor: (await session.knownIfAny()) ?? network, network });
  if (!giveBack) {
    const message = 'You follow as much as one may at a time; close a page of Sarovar first.';
    return refuse(429, message, FULL);
  }
  request.signal.addEventListener('abort', giveBack);
  const response = await handlerThatEnds(giveBack)(request).catch((error: unknown) => {
    giveBack();
    throw error;
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || request.signal.aborted) giveBack();
  // Proxies such as nginx would keep events back until there are many.
  response.headers.set('x-accel-buffering', 'no');
  return response;
}

export async function GET(request: Request): Promise<Response> {
  return follow(request);
}

export async function POST(request: Request): Promise<Response> {
  const { url, method, headers, signal } = request;
  try {
    const body = Buffer.from(await readBody(request, MOST_BYTES));
    return await follow(new Request(url, { method, headers, body, signal }));
  } catch (error) {
    if (error instanceof BodyRefused) return refuse(error.status, error.message);
    throw error;
  }
}
