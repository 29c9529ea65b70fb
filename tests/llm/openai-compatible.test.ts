import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completeText, LanguageModelError } from '@/lib/enrichment/language-model';
import { openAiCompatible } from '@/lib/enrichment/openai-compatible';
import { languageModelContract } from '../support/language-model-contract';

const SETTINGS = { apiKey: 'none', model: 'smollm2', timeoutMs: 60_000, retries: 0 };
const REQUEST = {
  system: 'You describe pictures.',
  user: 'two yellow fish',
  opening: '',
  maxTokens: 8,
  temperature: 0,
  seed: 0,
  stop: [],
};

let server: ChildProcess;
let baseUrl = '';
beforeAll(async () => {
  const python = 'training/.venv/bin/python';
  server = spawn(python, ['tests/support/llm-server.py'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const line: unknown = server.stdout && (await once(server.stdout, 'data'))[0];
  baseUrl = `${String(line).trim()}/v1`;
});
afterAll(async () => {
  server.stdin?.end();
  await once(server, 'exit');
});

describe("llama.cpp's server", () => {
  languageModelContract(() => openAiCompatible({ ...SETTINGS, baseUrl }));
});

type Respond = (
  status: number,
  type: string,
  body: string,
  headers?: Readonly<Record<string, string>>,
) => void;

/** An HTTP server that answers every request with `answer`; closed again afterwards. */
async function against(
  answer: (respond: Respond) => void,
  settings: Partial<typeof SETTINGS> = {},
): Promise<{ error: unknown; asked: number }> {
  let asked = 0;
  const bad: Server = createServer((_request, response) => {
    asked += 1;
    answer((status, type, body, headers) => {
      response.writeHead(status, { 'content-type': type, ...headers }).end(body);
    });
  });
  bad.listen(0, '127.0.0.1');
  await once(bad, 'listening');
  const address = bad.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  const model = openAiCompatible({
    ...SETTINGS,
    ...settings,
    baseUrl: `http://127.0.0.1:${port}/v1`,
  });
  const error = await completeText(model, REQUEST).catch((reason: unknown) => reason);
  bad.closeAllConnections();
  bad.close();
  return { error, asked };
}

test('a server that is away', async () => {
  const away = openAiCompatible({ ...SETTINGS, baseUrl: 'http://127.0.0.1:9/v1' });
  await expect(completeText(away, REQUEST)).rejects.toThrow(LanguageModelError);
  await expect(completeText(away, REQUEST)).rejects.toThrow(/127\.0\.0\.1:9\/v1 cannot be reached/);
});

test('a server that is too slow', async () => {
  const { error } = await against(() => undefined, { timeoutMs: 500 });
  expect(error).toBeInstanceOf(LanguageModelError);
  expect(String(error)).toMatch(/did not answer within 0\.5 seconds/);
});

test('a server that refuses the key, or has no such model', async () => {
  const refused = await against((respond) => respond(401, 'application/json', '{}'));
  expect(String(refused.error)).toMatch(/refused the key; check LLM_API_KEY/);
  const unknown = await against((respond) => respond(404, 'application/json', '{}'));
  expect(String(unknown.error)).toMatch(/has no model called smollm2/);
});

test('a server that is busy is asked again', async () => {
  const busy = (respond: (status: number, type: string, body: string) => void) =>
    respond(503, 'application/json', '{}');
  const { error, asked } = await against(busy, { retries: 2 });
  expect(String(error)).toMatch(/answered with the status 503/);
  expect(asked).toBe(3);
});

test('a server that wants to be asked in twenty minutes is not waited for', async () => {
  const later = (respond: Respond) =>
    respond(429, 'application/json', '{}', { 'retry-after': '1200' });
  const begun = performance.now();
  const { error, asked } = await against(later, { retries: 2 });
  expect(String(error)).toMatch(/has too much to do/);
  expect(asked).toBe(1);
  expect(performance.now() - begun).toBeLessThan(5000);
});

test.each([
  ['text/html', '<h1>It works!</h1>'],
  ['text/event-stream', 'data: {"choices": 7}\n\n'],
  ['text/event-stream', 'data: not json\n\n'],
])('a server that answers nonsense (%s, %j)', async (type, body) => {
  const { error } = await against((respond) => respond(200, type, body));
  expect(error).toBeInstanceOf(LanguageModelError);
  expect(String(error)).toMatch(/is not of the OpenAI protocol/);
});
