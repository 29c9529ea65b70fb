import { HeaderMap } from '@apollo/server';
import { z } from 'zod';
import { contextOf } from './context';
import { server } from './server';

const RESPONSE_JSON = 'application/graphql-response+json';

/** What is wrong with a document or its variables is, for plain JSON clients, an ordinary answer. */
const ANSWERED = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

const failureShape = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).optional() })).min(1),
});

function refuse(status: number, message: string): Response {
  return Response.json({ errors: [{ message }] }, { status });
}

/** GraphQL over HTTP, §6.4.1: a well-formed request has status 200 in application/json. */
function statusFor(request: Request, status: number, body: string): number {
  if (status !== 400 || request.headers.get('accept')?.includes(RESPONSE_JSON)) return status;
  const failure = failureShape.safeParse(JSON.parse(body));
  const codes = failure.data?.errors.map(({ extensions }) => extensions?.code ?? '') ?? [];
  const parsed = codes.length > 0 && codes.every((code) => ANSWERED.has(code));
  return parsed ? 200 : status;
}

async function run(request: Request, body: unknown): Promise<Response> {
  const { session, isCurator } = contextOf(request.headers);
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: new HeaderMap(request.headers),
      search: new URL(request.url).search,
      body,
    },
    context: () => Promise.resolve({ session, isCurator }),
  });
  if (response.body.kind !== 'complete') throw new Error('No field of the schema is deferred.');
  const text = response.body.string;
  const status = statusFor(request, response.status ?? 200, text);
  const headers = new Headers([...response.headers]);
  if (session.setCookie) headers.append('set-cookie', session.setCookie);
  return new Response(text, { status, headers });
}

export async function GET(request: Request): Promise<Response> {
  return run(request, undefined);
}

export async function POST(request: Request): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return refuse(415, 'Send the query as JSON, with the content type application/json.');
  }
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    return refuse(400, 'The body of the request is not JSON.');
  }
  return run(request, body);
}
