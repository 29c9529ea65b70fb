import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';

let server: ArenaServer;
let stop: () => Promise<void>;
beforeAll(async () => {
  // They come from many networks, as a proxy says.
  ({ server, stop } = await attacked(1, { TRUST_PROXY: '1' }));
}, 300_000);
afterAll(() => stop());

async function ask(network: string, body: string) {
  const response = await fetch(`${server.url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': network },
    body,
  });
  await response.arrayBuffer();
  return response;
}

/** A connection of that network on which `text` was sent. */
function sent(network: string, head: string, rest = ''): Socket {
  const { hostname, port, host } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined).resume();
  socket.write(`${head}\r\nHost: ${host}\r\nX-Forwarded-For: ${network}\r\n${rest}\r\n`);
  return socket;
}

/** What a page that costs next to nothing answers to that network within five seconds. */
async function readBy(network: string): Promise<number> {
  const { status } = await fetch(`${server.url}/robots.txt`, {
    headers: { 'x-forwarded-for': network },
    signal: AbortSignal.timeout(5000),
  });
  return status;
}

const GOOD = JSON.stringify({ query: '{ models { name } }' });

test('a network that sends nonsense is soon answered at the door, others are not, and it goes on when it was told', async () => {
  const answers: Response[] = [];
  const begun = performance.now();
  for (let i = 0; i < 300; i += 10) {
    answers.push(...(await Promise.all(Array.from({ length: 10 }, () => ask('10.3.0.1', '{')))));
  }
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([400, 429]));
  // A window may have ended in between.
  const windows = 1 + Math.ceil((performance.now() - begun) / 10_000);
  expect(statuses.filter((status) => status === 400).length).toBeLessThanOrEqual(50 * windows);
  const last = answers.at(-1);
  expect(last?.status).toBe(429);
  expect(last?.headers.get('ratelimit-policy')).toBe('"requests-network";q=2000;w=10');
  expect((await ask('10.3.0.2', GOOD)).status).toBe(200);
  const seconds = Number(last?.headers.get('retry-after'));
  expect(last?.headers.get('ratelimit')).toBe(`"requests-network";r=0;t=${seconds}`);
  expect(seconds).toBeGreaterThan(0);
  await sleep(seconds * 1000);
  expect((await ask('10.3.0.1', GOOD)).status).toBe(200);
});

test('a school that votes is never told to wait', async () => {
  const answers: number[] = [];
  for (let i = 0; i < 500; i += 20) {
    const some = await Promise.all(Array.from({ length: 20 }, () => ask('10.3.1.1', GOOD)));
    answers.push(...some.map(({ status }) => status));
  }
  expect(new Set(answers)).toEqual(new Set([200]));
});

/** Milliseconds until so many good requests of a network, sent at once, are all answered with 200. */
async function timeOfGood(network: string): Promise<number> {
  const begun = performance.now();
  const answers = await Promise.all(Array.from({ length: 12 }, () => ask(network, GOOD)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  return performance.now() - begun;
}

test('a network that was refused often is answered one after the other, with pauses, and loses nothing', async () => {
  for (let i = 0; i < 30; i += 1) await ask('10.3.2.1', '{');
  const [slowed, others] = [await timeOfGood('10.3.2.1'), await timeOfGood('10.3.2.2')];
  expect(slowed).toBeGreaterThan(1.5 * others);
});

test('many requests on one connection that is left keep nobody of that network waiting', async () => {
  const socket = sent('10.3.3.1', 'GET /feed.xml HTTP/1.1');
  for (let more = 0; more < 11; more += 1) {
    socket.write(
      `GET /feed.xml HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nX-Forwarded-For: 10.3.3.1\r\n\r\n`,
    );
  }
  await sleep(20);
  socket.destroy();
  await sleep(2000);
  expect(await readBy('10.3.3.1')).toBe(200);
});

test('whoever leaves what they send unfinished keeps nobody of their network from reading', async () => {
  const sockets = Array.from({ length: 20 }, () =>
    sent(
      '10.3.4.1',
      'POST /api/graphql HTTP/1.1',
      'Content-Type: application/json\r\nContent-Length: 900\r\n',
    ),
  );
  await sleep(500);
  expect(await readBy('10.3.4.1')).toBe(200);
  for (const socket of sockets) socket.destroy();
});

test('what is not the path of a page is refused in a sentence', async () => {
  for (const target of ['*', 'http://evil.example/feed.xml', 'http://[']) {
    const socket = sent('10.3.5.1', `GET ${target} HTTP/1.1`);
    const answer: unknown[] = await once(socket, 'data');
    expect(String(answer[0])).toMatch(/^HTTP\/1.1 400 /);
    socket.destroy();
  }
});
