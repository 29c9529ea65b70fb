import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';

/** What a server of the OpenAI protocol is asked, as far as the habits here look at it. */
const askedSchema = z.looseObject({
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  temperature: z.number().optional(),
});
export type Asked = z.infer<typeof askedSchema>;

/** One answer in the making, in the ways in which servers give it. */
export interface Answer {
  readonly asked: Asked;
  /** How many requests there were, this one included. */
  readonly tries: number;
  readonly json: (status: number, data: unknown, headers?: Record<string, string>) => void;
  readonly page: (status: number, html: string) => void;
  /** Raw lines of a stream. */
  readonly raw: (lines: string) => void;
  readonly chunk: (delta: unknown, more?: Record<string, unknown>) => void;
  /** `text` in small pieces. */
  readonly say: (text: string) => void;
  readonly end: () => void;
  readonly cut: () => void;
  readonly redirect: (to: string) => void;
}

export type Habit = (answer: Answer) => void;

/** `{ error }` as OpenAI words it. */
export function refusalBody(message: string, code: string | null = null) {
  return { error: { message, type: 'invalid_request_error', param: null, code } };
}

/** The answer without any habit. */
export const plainly = (text: string): Habit => {
  return ({ say, end }) => {
    say(text);
    end();
  };
};

/** `habit` where `wrong` holds for what is asked, else `text`. */
export function unless(wrong: (asked: Asked) => boolean, habit: Habit, text: string): Habit {
  return (answer) => (wrong(answer.asked) ? habit : plainly(text))(answer);
}

async function answerTo(request: IncomingMessage, response: ServerResponse, tries: number) {
  let body = '';
  for await (const piece of request) body += String(piece);
  const json: Answer['json'] = (status, data, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(data));
  };
  const raw = (lines: string) => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(lines);
  };
  const chunk: Answer['chunk'] = (delta, more = {}) => {
    const choices = [{ index: 0, delta, finish_reason: null, ...more }];
    raw(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices })}\n\n`);
  };
  return {
    asked: askedSchema.parse(JSON.parse(body)),
    tries,
    json,
    raw,
    chunk,
    page: (status: number, html: string) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end(html),
    say: (text: string) =>
      (text.match(/[^]{1,7}/gu) ?? []).forEach((content) => chunk({ content })),
    end: () => {
      raw('data: [DONE]\n\n');
      response.end();
    },
    cut: () => void setTimeout(() => response.destroy(), 50),
    redirect: (to: string) => response.writeHead(307, { location: to }).end(),
  };
}

/** A server that answers every request with `habit`, until it is closed. */
export async function quirkyLanguageModel(habit: Habit) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    answerTo(request, response, asked.length + 1).then((answer) => {
      asked.push(answer.asked);
      habit(answer);
    }, console.error);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
