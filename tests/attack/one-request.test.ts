import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';

let server: ArenaServer;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ server, stop } = await attacked(2));
}, 300_000);
afterAll(() => stop());

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

interface Sent {
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

async function send(body: BodyInit, { headers = {}, path: to = '/api/graphql' }: Sent = {}) {
  const began = performance.now();
  const response = await fetch(`${server.url}${to}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  return { response, text, ms: performance.now() - began };
}

async function ask(query: string, sent?: Sent) {
  const { text, ...rest } = await send(JSON.stringify({ query }), sent);
  return { ...rest, answer: answerShape.parse(JSON.parse(text)) };
}

/** MiB of all processes of the web server. */
async function memory(): Promise<number> {
  const sizes = await Promise.all(
    server.webProcesses().map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const MODELS = '{ models { name } }';
const names = (count: number, of: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ');

/** Each fragment spreads the next one twice: 2^30 fields in a kilobyte. */
const DOUBLING = `query { ...f0 } ${names(
  30,
  (i) => `fragment f${i} on Query { ${i < 29 ? `...f${i + 1} ...f${i + 1}` : 'models { name }'} }`,
)}`;

/** Levels that only fragments have. */
const DEEP = `query { comparisons { edges { node { prompt { ...f0 } } } } } ${names(
  20,
  (i) =>
    `fragment f${i} on Prompt { comparisons { edges { node { prompt { ${i < 19 ? `...f${i + 1}` : 'text'} } } } } }`,
)}`;

const DEMANDING = {
  '500 aliases in 60 kB': `{ ${names(500, (i) => `a${i}${'x'.repeat(90)}: models { name }`)} }`,
  'a field 5,000 times': `{ ${names(5000, () => 'models { name }')} }`,
  'fragments that double': DOUBLING,
  'levels in fragments': DEEP,
  'pages of pages': `{ prompts(first: 100) { edges { node { comparisons(first: 100) { edges { node {
    generations { id seed steps } } } } } } } }`,
  'types of types':
    '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
  '100 directives': `{ models { name ${names(100, () => '@include(if: true)')} } }`,
  '30 root fields': `{ ${names(30, (i) => `m${i}: models { name }`)} }`,
};

/** Ours, GraphQL's own of introspection, and what else a subscription would lack. */
const REFUSED = /at most|longer than|Maximum introspection depth|Cannot query field/;

describe.each(Object.entries(DEMANDING))('%s', (_name, query) => {
  test('are refused before anything is looked up, in 20 ms', async () => {
    const usual: number[] = [];
    for (let i = 0; i < 5; i += 1) usual.push((await ask(MODELS)).ms);
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { answer, ms } = await ask(query);
      expect(answer.errors?.[0]?.message).toMatch(REFUSED);
      expect(answer.data ?? null).toBeNull();
      times.push(ms);
    }
    // A slow machine needs longer for everything.
    expect(Math.min(...times)).toBeLessThan(Math.max(20, 3 * Math.min(...usual)));
  });

  test('are refused as a stream, too', async () => {
    const subscription = query
      .replace(/^(query )?\{/, 'subscription {')
      .replaceAll('on Query', 'on Subscription');
    const { text } = await send(JSON.stringify({ query: subscription }), {
      path: '/api/graphql/stream',
      headers: { accept: 'text/event-stream' },
    });
    expect(text).toMatch(REFUSED);
  });
});

test('an answer says what it cost', async () => {
  const { text } = await send(JSON.stringify({ query: MODELS }));
  const shape = z.object({
    extensions: z.object({ cost: z.object({ requested: z.number(), most: z.number() }) }),
  });
  const { cost } = shape.parse(JSON.parse(text)).extensions;
  expect(cost.requested).toBeGreaterThan(1);
  expect(cost.requested).toBeLessThan(cost.most / 10);
});

test('20 MB in one request are not taken, and cost no memory', async () => {
  for (let i = 0; i < 5; i += 1) await ask(MODELS);
  const before = await memory();
  const body = JSON.stringify({ query: MODELS, variables: { a: 'x'.repeat(20_000_000) } });
  for (const to of ['/api/graphql', '/api/graphql/stream']) {
    for (let i = 0; i < 5; i += 1) {
      const { response, ms } = await send(body, { path: to });
      expect(response.status).toBe(413);
      expect(ms).toBeLessThan(2000);
    }
  }
  expect((await ask(MODELS)).answer.data).toBeTruthy();
  expect(await memory()).toBeLessThan(before * 1.1 + 40);
});

test('a body that is refused before its end spoils its connection for nobody', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const over = (to: string, bytes: number, type: string) =>
    new Promise<{ status: number | undefined; ms: number; connection: string | undefined }>(
      (resolve, reject) => {
        const began = performance.now();
        const headers = { 'content-type': type, 'content-length': bytes };
        const sent = request(`${server.url}${to}`, { agent, method: 'POST', headers }, (answer) => {
          const { statusCode: status } = answer;
          const connection = answer.headers.connection;
          answer
            .resume()
            .once('end', () => resolve({ status, connection, ms: performance.now() - began }));
        });
        sent.once('error', reject);
        sent.end(Buffer.alloc(bytes, 32));
      },
    );
  for (const [to, bytes, type] of [
    ['/api/graphql', 2_000_000, 'application/json'],
    ['/api/graphql/stream', 1_500_000, 'application/json'],
    ['/api/pictures', 11_000_000, 'image/png'],
  ] as const) {
    expect((await over(to, bytes, type)).status).toBe(413);
    const next = await over('/api/graphql', 100, 'application/json');
    expect(next.status).toBe(400);
    expect(next.ms).toBeLessThan(2000);
  }
  agent.destroy();
});

test('a picture of 9 MB is taken at the door for pictures, one of 11 MB is not, nor anything else', async () => {
  const noise = { width: 2000, height: 1500, channels: 3, background: 'red' } as const;
  const png = await sharp({
    create: { ...noise, noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  expect(png.length).toBeGreaterThan(8_500_000);
  const bring = (body: Buffer, type = 'image/png') =>
    send(new Uint8Array(body), { path: '/api/pictures', headers: { 'content-type': type } });
  const { text } = await bring(png);
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(text));
  expect((await fetch(`${server.url}${url}`)).status).toBe(200);
  expect((await bring(Buffer.alloc(11_000_000, 1))).response.status).toBe(413);
  expect((await bring(png.subarray(0, 100_000))).response.status).toBe(400);
  expect((await bring(png, 'text/plain')).response.status).toBe(415);
});

/** A connection on which only `text` is sent; resolves with what came back once the server has closed it. */
function trickle(text: string): Promise<string> {
  const { port, hostname } = new URL(server.url);
  return new Promise((resolve) => {
    let back = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk: Buffer) => (back += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(back));
  });
}

test('a hundred slow clients are cut off, and meanwhile others are answered', async () => {
  const began = Date.now();
  const head = `POST /api/graphql HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nContent-Type: application/json\r\n`;
  const slow = Promise.all([
    ...Array.from({ length: 50 }, () => trickle(`${head}Content-Length: 1000\r\n\r\n{`)),
    ...Array.from({ length: 50 }, () => trickle(head)),
  ]);
  await sleep(500);
  expect((await ask(MODELS)).answer.data).toBeTruthy();
  await slow;
  expect(Date.now() - began).toBeLessThan(45_000);
});

test('whoever says that every request comes from another network is still one', async () => {
  const shape = z.object({ drawMatchup: z.object({ __typename: z.string() }) });
  const kinds: string[] = [];
  for (let i = 0; i < 310; i += 10) {
    const asked = Array.from({ length: 10 }, async (_, j) => {
      const headers = {
        'x-forwarded-for': `10.1.${i}.${j}`,
        'x-real-ip': `10.1.${i}.${j}`,
        'x-sarovar-client': `10.1.${i}.${j}`,
        forwarded: `for=10.1.${i}.${j}`,
      };
      const { answer } = await ask('mutation { drawMatchup { __typename } }', { headers });
      return shape.parse(answer.data).drawMatchup.__typename;
    });
    kinds.push(...(await Promise.all(asked)));
  }
  // What this network has asked for before counts, too.
  const drawn = kinds.filter((kind) => kind === 'Matchup').length;
  expect(drawn).toBeGreaterThan(280);
  expect(drawn).toBeLessThanOrEqual(300);
  expect(kinds.slice(-5)).toEqual(Array.from({ length: 5 }, () => 'TooFast'));
});

test.each(['sarovar.attacker.example', '127.0.0.1.attacker.example', 'x"onerror=', ''])(
  'the Host header %j is no name of ours',
  async (host) => {
    const back = await trickle(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(back).toMatch(/^HTTP\/1.1 (421|400) /);
  },
);

test.each(['TRACE', 'CONNECT', 'PROPFIND'])('%s is no method of ours', async (method) => {
  const { host } = new URL(server.url);
  const head = `${method} /api/graphql HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  expect(await trickle(head)).not.toMatch(/^HTTP\/1.1 (2|5)/);
});

test('nonsense of a browser’s router is no fault of ours, nor is what every object has', async () => {
  for (const state of [
    '%%%',
    '[]',
    '{}',
    'null',
    '[""]',
    '["",{"children":5}]',
    '["",{},null,true]',
  ]) {
    const headers = { rsc: '1', 'next-router-state-tree': encodeURIComponent(state) };
    const statuses = ['/', '/nope', '/c/x/y'].map(async (to) => {
      return (await fetch(`${server.url}${to}`, { headers })).status;
    });
    expect([state, ...(await Promise.all(statuses))]).toEqual([state, 200, 404, 404]);
  }
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    expect((await fetch(`${server.url}/exports/${name}.jsonl`)).status).toBe(404);
  }
});

test('a web server that is killed is back within seconds, and nothing else ends', async () => {
  const [launcher, ...children] = server.webProcesses();
  expect(children.length).toBeGreaterThan(0);
  for (const pid of children) process.kill(pid, 'SIGKILL');
  const isUp = async () =>
    fetch(`${server.url}/icon.svg`).then(
      (answer) => answer.ok,
      () => false,
    );
  for (let i = 0; i < 200 && !(await isUp()); i += 1) await sleep(100);
  expect((await ask(MODELS)).answer.data).toBeTruthy();
  expect(server.webProcesses()[0]).toBe(launcher);
});
