import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { freePort } from './port';

/** What a server was asked. */
export interface Asked {
  readonly authorization: string | undefined;
  readonly body: unknown;
}

type Behaviour = (response: ServerResponse, asked: Asked) => void;

/** A moderation server on this machine, which does what it is told. */
export interface ModerationStub {
  readonly url: string;
  readonly asked: Asked[];
  behaves(how: Behaviour): void;
  stop(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  await once(request, 'end');
  return JSON.parse(Buffer.concat(parts).toString());
}

export const answers =
  (body: unknown, status = 200): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** As OpenAI's answers, of which only the flags matter here. */
export const moderation = (categories: Readonly<Record<string, boolean>>) =>
  answers({
    id: 'modr-1',
    model: 'stub',
    results: [
      { flagged: Object.values(categories).some(Boolean), categories, category_scores: {} },
    ],
  });

export async function startModerationServer(): Promise<ModerationStub> {
  const asked: Asked[] = [];
  let behaviour: Behaviour = moderation({ violence: false });
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one = { authorization: request.headers.authorization, body };
      asked.push(one);
      behaviour(response, one);
    });
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}/v1/moderations`,
    asked,
    behaves: (how) => void (behaviour = how),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
