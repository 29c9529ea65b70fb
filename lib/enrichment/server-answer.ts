import { APIError, type OpenAI } from 'openai';
import { Stream } from 'openai/streaming';
import { z } from 'zod';
import { Declined, ThoughtOnly } from './language-model';

/** So much of a server's own words is repeated. */
const MOST_WORDS = 300;

/** An answer that is none: a status that says so, an error in the body, or a web page. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** In the server's own words, in one line; may be empty. */
  readonly words: string;

  constructor(
    /** 200 where only the body says that something is wrong. */
    readonly status: number,
    /** All that it said. */
    readonly body: string,
    readonly headers = new Headers(),
  ) {
    // The client takes an error whose message speaks of time for a timeout.
    super(`status ${status}`);
    this.words = wordsIn(body);
  }

  get isPage(): boolean {
    return /^\s*<(?:!doctype|html|head|body|h1)/i.test(this.body);
  }
}

const told = z.object({ message: z.string().min(1) }).transform(({ message }) => message);
const misfit = z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() });
/** Where servers put their words, the usual place first. */
const bodySchema = z.union([
  z.object({ error: told }).transform(({ error }) => error),
  z.object({ error: z.string() }).transform(({ error }) => error),
  told,
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z
    .object({ detail: z.array(misfit).min(1) })
    .transform(({ detail }) => detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')),
]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordsIn(body: string): string {
  const data = parsed(body);
  const title = /<(title|h1)\b[^>]*>([^<]*)</i.exec(body)?.[2];
  const found = bodySchema.safeParse(data).data ?? title ?? (data === undefined ? body : '');
  const line = found.replace(/\s+/gu, ' ').trim();
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS)}…` : line;
}

/** `fetch` for the client, which would lose what most servers say of an error. Throws Refused. */
export async function fetchAnswer(input: string | URL | Request, init?: RequestInit) {
  const response = await fetch(input, init);
  const isPage = response.headers.get('content-type')?.includes('html') ?? false;
  if (response.ok && !isPage) return response;
  throw new Refused(response.status, await response.text(), response.headers);
}

/** The Refused that `error` is, or was made of. */
export function refusedIn(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (!(error instanceof APIError)) return undefined;
  if (error.cause instanceof Refused) return error.cause;
  const body: unknown = error.error;
  return body === undefined ? undefined : new Refused(200, JSON.stringify({ error: body }));
}

/** What came is nothing of the protocol. */
export class Nonsense extends Error {
  override readonly name = 'Nonsense';
}

const part = z.looseObject({ type: z.string().optional(), text: z.string().optional() });
const message = z.looseObject({
  content: z.union([z.string(), z.array(part)]).nullish(),
  refusal: z.string().nullish(),
  reasoning: z.unknown().optional(),
  reasoning_content: z.unknown().optional(),
});
/** A chunk of a stream, or the whole answer; as little of it as is read. */
const answerSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: message.nullish(),
        message: message.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  error: z.unknown().optional(),
});

async function* chunksOf(
  response: Response,
  client: OpenAI,
  request: AbortController,
): AsyncGenerator {
  if (response.headers.get('content-type')?.includes('json')) yield parsed(await response.text());
  else yield* Stream.fromSSEResponse(response, request, client);
}

function textOf(content: z.output<typeof message>['content']): string {
  if (!Array.isArray(content)) return content ?? '';
  return content.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join('');
}

/**
 * The text in `response`, streamed or not, piece by piece, without what the server keeps apart as thoughts. Throws
 * Refused, Nonsense, Declined, ThoughtOnly, or what the connection throws.
 */
export async function* piecesOf(
  response: Response,
  client: OpenAI,
  request: AbortController,
): AsyncGenerator<string> {
  const seen = { answer: false, text: false, thought: false, filter: false };
  let refusal = '';
  for await (const chunk of chunksOf(response, client, request)) {
    const { data, error } = answerSchema.safeParse(chunk);
    if (!data) throw new Nonsense('A chunk is not one of the protocol.', { cause: error });
    if (data.error) throw new Refused(response.status, JSON.stringify(data));
    const choice = data.choices?.[0];
    if (!choice) continue;
    seen.answer = true;
    seen.filter ||= choice.finish_reason === 'content_filter';
    const said = choice.delta ?? choice.message;
    const text = textOf(said?.content);
    refusal += said?.refusal ?? '';
    seen.thought ||= Boolean(said?.reasoning ?? said?.reasoning_content);
    seen.thought ||= Array.isArray(said?.content);
    seen.text ||= text.trim() !== '';
    if (text) yield text;
  }
  if (refusal) throw new Declined(refusal);
  if (seen.filter) throw new Declined('', 'filter');
  if (seen.thought && !seen.text) throw new ThoughtOnly();
  if (!seen.answer) throw new Nonsense('There was no chunk.');
}
