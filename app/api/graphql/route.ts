import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { admit } from '@/graphql/admission';
import type { Cost } from '@/graphql/context';
import { BodyRefused, MOST_BYTES, readBody } from '../body';
import { isFromElsewhere } from '../own-pages';
import { contextOf } from './context';
import { server } from './server';

const RESPONSE_JSON = 'application/graphql-response+json';

/** What is wrong with a document or its variables is, for plain JSON clients, an ordinary answer. */
const ANSWERED = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

const failureShape = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })).min(1),
});

const operationShape = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

function refuse(status: number, message: string): Response {
  return Response.json({ errors: [{ message }] }, { status });
}

const isForResponseJson = (request: Request) =>
  request.headers.get('accept')?.includes(RESPONSE_JSON) ?? false;

/** GraphQL over HTTP, §6.4.1: a well-formed request has status 200 in application/json. */
function statusFor(request: Request, status: number, body: string): number {
  if (status !== 400 || isForResponseJson(request)) return status;
  const failure = failureShape.safeParse(JSON.parse(body));
  const codes = failure.data?.errors.map(({ extensions }) => extensions?.code ?? '') ?? [];
  const parsed = codes.length > 0 && codes.every((code) => ANSWERED.has(code));
  return parsed ? 200 : status;
}

async function execute(request: Request, body: unknown, cost?: Cost): Promise<Response> {
  const context = await contextOf(request.headers);
  const { session } = context;
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: new HeaderMap(request.headers),
      search: new URL(request.url).search,
      body,
    },
    context: () => Promise.resolve({ ...context, cost }),
  });
  if (response.body.kind !== 'complete') throw new Error('No field of the schema is deferred.');
  const text = response.body.string;
  const status = statusFor(request, response.status ?? 200, text);
  const headers = new Headers([...response.headers]);
  if (session.setCookie) headers.append('set-cookie', session.setCookie);
  return new Response(text, { status, headers });
}

/** Whether a page of another site sends this, with what the browser knows of its reader and nothing of its own. */
function isForeign(request: Request): boolean {
  return !request.headers.has('authorization') && isFromElsewhere(request.headers);
}

/** Answers the operation that `given` holds; what is no operation gets Apollo's own words. */
async function answer(request: Request, given: unknown, body?: unknown): Promise<Response> {
  const operation = operationShape.safeParse(given);
  if (!operation.success) return execute(request, body);
  const { query, variables } = operation.data;
  let admitted;
  try {
    admitted = admit(query, variables ?? {});
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const json = isForResponseJson(request);
    return Response.json(
      { errors: [error] },
      json ? { status: 400, headers: { 'content-type': RESPONSE_JSON } } : { status: 200 },
    );
  }
  if (admitted?.kinds.includes('subscription')) {
    return refuse(405, 'Subscriptions are served over SSE, at /api/graphql/stream.');
  }
  if (admitted?.kinds.includes('mutation') && isForeign(request)) {
    return refuse(403, 'Mutations are taken from this site’s own pages, or with an Authorization.');
  }
  return execute(request, body, admitted?.cost);
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  // A person who follows the address of the API.
  if (!searchParams.has('query') && request.headers.get('accept')?.includes('text/html')) {
    return new Response(null, { status: 307, headers: { location: '/explorer' } });
  }
  const variables = parsed(searchParams.get('variables'));
  return answer(request, { query: searchParams.get('query'), variables });
}

export async function POST(request: Request): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return refuse(415, 'Send the query as JSON, with the content type application/json.');
  }
  let text: string;
  try {
    text = new TextDecoder().decode(await readBody(request, MOST_BYTES));
  } catch (error) {
    if (error instanceof BodyRefused) return refuse(error.status, error.message);
    throw error;
  }
  const body = parsed(text);
  if (body === undefined) return refuse(400, 'The body of the request is not JSON.');
  return answer(request, body, body);
}
