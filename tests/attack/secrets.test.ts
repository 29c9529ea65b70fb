import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import {
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/port';
import { startPglite, type Started } from '../support/servers';

/** Each is found wherever it stands, whatever else does. */
const SECRETS = {
  CURATOR_TOKEN: 'token-kept-by-curators-4711',
  LLM_API_KEY: 'sk-of-the-language-model-4712',
  MODERATION_KEY: 'sk-of-the-moderation-server-4716',
  AWS_SECRET_ACCESS_KEY: 'secret/of+the/bucket/4713',
  AWS_ACCESS_KEY_ID: 'AKIAOFTHEBUCKET4714',
};
const DATABASE_PASSWORD = 'password-of-the-database-4715';

/** What a forged line begins with, were there one. */
const FORGED = '{"level":60,"msg":"FORGED"}';

let database: Started;
let launcher: ChildProcess;
let url: string;
let folder: string;
let said = '';
const servers: Server[] = [];

async function listen(server: Server): Promise<number> {
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  servers.push(server);
  return port;
}

/** Refuses, and repeats all that it was sent. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message: JSON.stringify(request.headers) } }));
}

/** As a bucket is while Sarovar starts; from then on it refuses. */
const objects = new Map<string, Buffer>();
let isRefusing = false;

async function asBucket(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url: to = '', method } = request;
  if (isRefusing) {
    refuse(request, response, 403);
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  await once(request, 'end');
  if (method === 'PUT') objects.set(to.split('?')[0] ?? to, Buffer.concat(parts));
  const found = objects.get(to.split('?')[0] ?? to);
  if (method === 'GET' && !found) {
    response.writeHead(404, { 'content-type': 'application/xml' });
    response.end('<Error><Code>NoSuchKey</Code></Error>');
    return;
  }
  response.writeHead(200);
  response.end(method === 'GET' ? found : undefined);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-secrets-'));
  await chmod(folder, 0o777);
  database = await startPglite();
  const withPassword = new URL(database.url);
  withPassword.password = DATABASE_PASSWORD;
  const llm = await listen(createServer((request, response) => refuse(request, response, 401)));
  const s3 = await listen(createServer((request, response) => void asBucket(request, response)));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  launcher = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port)], {
    env: {
      ...process.env,
      ...SECRETS,
      DATABASE_URL: withPassword.href,
      DATA_DIR: folder,
      LLM_BASE_URL: `http://127.0.0.1:${llm}/v1`,
      LLM_MODEL: 'writer',
      MODERATION_URL: `http://127.0.0.1:${llm}/v1/moderations`,
      BLOBS: 's3://pictures',
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${s3}`,
      AWS_REGION: 'here',
      AWS_MAX_ATTEMPTS: '1',
      LOG_LEVEL: 'debug',
      DEVICE: 'cpu',
      THREADS: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const note = (chunk: Buffer) => (said += chunk.toString());
  launcher.stdout?.on('data', note);
  launcher.stderr?.on('data', note);
  const isUp = () => said.includes(`Sarovar is at ${url}`);
  while (!isUp()) {
    if (launcher.exitCode !== null) throw new Error(`It does not start: ${said}`);
    await sleep(100);
  }
}, 300_000);

afterAll(async () => {
  if (launcher.exitCode === null) {
    const ended = once(launcher, 'exit');
    launcher.kill('SIGTERM');
    await ended;
  }
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(query: string, variables = {}, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return response.text();
}

/** A request as no library would send it. */
function raw(text: string): Promise<void> {
  return new Promise((resolve) => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    setTimeout(() => socket.destroy(), 3000).unref();
  });
}

const ENRICH = 'mutation ($input: EnrichInput!) { enrich(input: $input) { __typename } }';
const GENERATE = 'mutation ($input: GenerateInput!) { generate(input: $input) { __typename } }';
const ADD = 'mutation ($input: AddModelInput!) { addModel(input: $input) { __typename } }';
const KEEP = 'mutation ($base64: String!) { keepPicture(base64: $base64) { __typename } }';
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Good requests, and those that carry the curators' token where it does not belong. */
async function everything() {
  const token = SECRETS.CURATOR_TOKEN;
  const { host } = new URL(url);
  const curator = { authorization: `Bearer ${token}` };
  const forged = `a dog\n${FORGED}\r\n${FORGED}`;
  const input = { name: 'x', title: forged, folder: `/nowhere/${token}`, licence: 'CC0-1.0' };
  await ask(ADD, { input }, curator);
  await ask(ADD, { input }, { authorization: token });
  await ask(ADD, { input }, { authorization: `Basic ${token}` });
  await ask('{ models { name } }', {}, { 'x-token': token, cookie: `sarovar-voter=${token}` });
  await ask(`{ ${token.replaceAll('-', '_')} }`);
  await ask(`query { models(token: "${token}") { name } }`);
  for (const prompt of ['a dog', forged, token]) {
    await ask(ENRICH, { input: { prompt } });
    await ask(GENERATE, { input: { prompt, negativePrompt: forged, steps: 1 } });
  }
  await ask(KEEP, { base64: PNG });
  for (const to of [
    `/api/graphql?query={models{name}}&token=${token}`,
    `/api/graphql?query=${token}`,
    `/${token}`,
    `/g/${token}`,
    `/i/${'a'.repeat(64)}.png?key=${token}`,
    `/exports/${token}.jsonl`,
    `/exports/votes.jsonl?token=${token}`,
    `/m/${encodeURIComponent(forged)}`,
    `/g/${encodeURIComponent(forged)}`,
    `/%ff${token}`,
  ]) {
    await fetch(`${url}${to}`).then((answer) => answer.arrayBuffer());
  }
  const headers = { 'next-action': token, 'next-router-state-tree': token, rsc: token };
  await fetch(`${url}/create`, { method: 'POST', headers, body: token });
  await fetch(`${url}/api/graphql`, { method: 'POST', body: `{"token": "${token}"` });
  await fetch(`${url}/api/pictures`, {
    method: 'POST',
    headers: { 'content-type': 'image/png', authorization: `Bearer ${token}x` },
    body: token,
  });
  await raw(`${token} / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await raw(`GET / HTTP/1.1\r\nHost: ${token}\r\n\r\n`);
  await raw(`GET /${token} HTTP/9\r\n\r\n`);
  await new Promise<void>((resolve) => {
    const asked = send(`${url}/`, { method: 'GET', headers: { authorization: token } });
    asked.on('response', (answer) => answer.resume().on('end', () => resolve()));
    asked.end();
  });
}

/** Every line that any of the processes has written. */
const lines = () => said.split(/\r?\n|\r/);

function expectSilence() {
  const secrets = { ...SECRETS, DATABASE_PASSWORD };
  for (const [name, secret] of Object.entries(secrets)) {
    const encoded = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    const told = lines().filter((line) => encoded.some((one) => line.includes(one)));
    expect(told, name).toEqual([]);
  }
  expect(
    lines().filter((line) => line.startsWith(FORGED.slice(0, 10)) && line.includes('FORGED')),
  ).toEqual([]);
}

test('secrets are in no line, whatever goes well or wrong, and nobody writes lines of their own', async () => {
  await everything();
  // The worker meets a language model that refuses it and repeats what it was sent; then the bucket does so, too.
  for (let i = 0; i < 300 && !said.includes('check LLM_API_KEY'); i += 1) await sleep(100);
  expect(said).toContain('check LLM_API_KEY');
  expect(said).toContain('moderation server has not looked at a text');
  expectSilence();
  isRefusing = true;
  await everything();
  for (let i = 0; i < 300 && !said.includes('cannot be used'); i += 1) await sleep(100);
  expect(said).toContain('these credentials may not list it');
  expectSilence();
});

test('nor once the database has gone', async () => {
  const before = said.length;
  await database.stop();
  await everything();
  await sleep(2000);
  if (process.env['SHOW']) console.log(said);
  // There is much to say.
  expect(said.length).toBeGreaterThan(before + 200);
  expectSilence();
});
