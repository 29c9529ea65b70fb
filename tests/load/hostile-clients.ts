// Everything hostile at once, in a process of its own, so that its work is not taken for the voters' waiting:
// `hostile-clients.ts <url> <seconds> <id of a picture that waits>`. Prints what was answered.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from '@/lib/at';
import { Mt19937 } from '@/lib/random/mt19937';

const MALFORMED = 10_000;
const STREAMS = 400;
const SLOW = 100;
const REQUEST_MS = 60_000;

const [url = '', secondsText = '30', picture = ''] = process.argv.slice(2);
const seconds = Number(secondsText);
const rng = new Mt19937(4711n);
const statuses = new Map<string, number>();

function count(what: string): void {
  statuses.set(what, (statuses.get(what) ?? 0) + 1);
}

const JSON_HEADERS = { 'content-type': 'application/json' };

async function send(kind: string, path: string, init: RequestInit): Promise<void> {
  try {
    const signal = AbortSignal.timeout(REQUEST_MS);
    const response = await fetch(`${url}${path}`, { signal, redirect: 'manual', ...init });
    await response.arrayBuffer();
    count(`${kind} ${response.status}`);
  } catch (error) {
    count(`${kind} ${error instanceof Error ? error.name : 'failed'}`);
  }
}

const post = (body: string, headers: Record<string, string> = JSON_HEADERS): RequestInit => ({
  method: 'POST',
  headers,
  body,
});
const query = (text: string) => post(JSON.stringify({ query: text }));
const junk = () =>
  String.fromCodePoint(...Array.from({ length: 40 }, () => 33 + (rng.uint32() % 90)));

/** Each is another one each time. */
const KINDS: readonly (() => readonly [path: string, init: RequestInit])[] = [
  () => ['/api/graphql', post(junk())],
  () => ['/api/graphql', post(junk(), { 'content-type': junk().replace(/[^a-z]/g, '') || 'x' })],
  () => ['/api/graphql', query(junk())],
  () => ['/api/graphql', query(`{ ${junk().replace(/[^a-z]/gi, 'x')} }`)],
  () => ['/api/graphql', query(`{ node(id: ${JSON.stringify(junk())}) { id } }`)],
  () => ['/api/graphql', query('{'.repeat(1 + (rng.uint32() % 200)))],
  () => ['/api/graphql', post(JSON.stringify([[junk()], null]))],
  () => ['/api/graphql/stream', query(`subscription { ${junk()} }`)],
  () => [`/g/${encodeURIComponent(junk())}`, {}],
  () => [`/i/${encodeURIComponent(junk())}`, {}],
  () => [`/exports/${encodeURIComponent(junk())}`, {}],
  () => [`/api/graphql?query=${encodeURIComponent(junk())}`, {}],
  () => ['/api/pictures', post(junk(), { 'content-type': 'image/png' })],
];

/** Spread over the time, whether or not those before are answered. */
async function malformed(): Promise<void> {
  const begun = performance.now();
  const sent: Promise<void>[] = [];
  for (let i = 0; i < MALFORMED; i += 1) {
    const wait = begun + (i * seconds * 1000) / MALFORMED - performance.now();
    if (wait > 2) await sleep(wait);
    const [path, init] = at(KINDS, rng.uint32() % KINDS.length)();
    sent.push(send('malformed', path, init));
  }
  await Promise.all(sent);
}

async function again(everyMs: number, one: () => Promise<void>): Promise<void> {
  for (const until = performance.now() + seconds * 1000; performance.now() < until;) {
    await one();
    await sleep(everyMs);
  }
}

const ALIASES = `{ ${Array.from({ length: 500 }, (_, i) => `a${i}: models { name }`).join(' ')} }`;
const LARGE = JSON.stringify({ query: '{ models { name } }', pad: 'x'.repeat(20_000_000) });

/** So many streams are opened a second: they are idle, and there, when the rest begins. */
const OPENED_PER_SECOND = 40;

/** Somebody far away, each from a network of their own, who follows a picture and hears nothing. */
async function follow(i: number, signal: AbortSignal): Promise<void> {
  const headers = {
    ...JSON_HEADERS,
    accept: 'text/event-stream',
    'x-forwarded-for': `10.200.${Math.floor(i / 250)}.${i % 250}`,
  };
  const body = JSON.stringify({
    query: 'subscription ($id: ID!) { generationProgress(id: $id) { status } }',
    variables: { id: picture },
  });
  try {
    await sleep((i * 1000) / OPENED_PER_SECOND);
    const init = { method: 'POST', headers, body, signal };
    const response = await fetch(`${url}/api/graphql/stream`, init);
    count(`stream ${response.status}`);
    // It ends when it is aborted.
    await response.text();
  } catch (error) {
    if (!signal.aborted) count(`stream ${error instanceof Error ? error.name : 'failed'}`);
  }
}

/** Sends a letter every second, and begins again when it is cut off. */
async function trickle(signal: AbortSignal): Promise<void> {
  const isOver = () => signal.aborted;
  const { hostname, port, host } = new URL(url);
  const head = `POST /api/graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{`;
  while (!isOver()) {
    const socket: Socket = connect(Number(port), hostname, () => socket.write(head));
    const timer = setInterval(() => socket.writable && socket.write(' '), 1000);
    const end = () => socket.destroy();
    signal.addEventListener('abort', end);
    await new Promise((resolve) =>
      socket
        .on('error', () => undefined)
        .on('close', resolve)
        .resume(),
    );
    signal.removeEventListener('abort', end);
    clearInterval(timer);
    if (!isOver()) count('slow client cut off');
  }
}

const over = new AbortController();
const following = Array.from({ length: STREAMS }, (_, i) => follow(i, over.signal));
await sleep((STREAMS * 1000) / OPENED_PER_SECOND + 3000);
process.send?.('begins');
const held = [...following, ...Array.from({ length: SLOW }, () => trickle(over.signal))];
await Promise.all([
  malformed(),
  again(500, () => send('aliases', '/api/graphql', query(ALIASES))),
  again(2000, () => send('20 MB', '/api/graphql', post(LARGE))),
]);
over.abort();
await Promise.all(held);
console.log(JSON.stringify(Object.fromEntries([...statuses].sort())));
process.exit(0);
