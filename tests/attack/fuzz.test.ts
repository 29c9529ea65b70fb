import { setTimeout as sleep } from 'node:timers/promises';
import { getNamedType, isInputObjectType, isLeafType, type GraphQLArgument } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema } from '@/graphql/schema';
import { Mt19937 } from '@/lib/random/mt19937';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';

const REQUESTS = 10_000;
const AT_ONCE = 16;

/** Another every night; FUZZ_SEED repeats one. */
const SEED = process.env['FUZZ_SEED'] ?? new Date().toISOString().slice(0, 10).replaceAll('-', '');

let server: ArenaServer;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ server, stop } = await attacked(2, { TRUST_PROXY: '1' }));
}, 300_000);
afterAll(() => stop());

const rng = new Mt19937(BigInt(SEED));
const below = (count: number) => rng.uint32() % count;
function anyOf<T>(items: readonly T[]): T {
  const item = items[below(items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}

const UUID = '0199d0a0-0000-7000-8000-000000000000';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const TEXTS = [
  ...[
    '',
    'x',
    '%',
    '%00',
    '%ff',
    '..',
    '../../etc/passwd',
    '\u0000',
    '\ud800',
    '\u202e',
    '🐕',
    'a'.repeat(3000),
  ],
  ...[
    "' OR 1=1 --",
    '<script>',
    '{{7*7}}',
    '${x}',
    '-1',
    '0',
    '1e999',
    '9'.repeat(40),
    'NaN',
    'null',
    UUID,
  ],
  ...[
    'Generation:x',
    `Comparison:${UUID}`,
    `Vote:${UUID}`,
    'GPC:S:x',
    `GPC:S:${UUID}`,
    'Prompt:\u0000',
  ].map(base64),
  ...['ALIGNMENT', 'COUNTING', 'LEFT', 'SUCCEEDED', '2026-02-31', '[]', '{}', '"'],
];
const VALUES = [
  ...TEXTS,
  -1,
  0,
  1,
  2 ** 31,
  2 ** 53,
  1e308,
  0.5,
  true,
  false,
  null,
  [],
  {},
  [[]],
  ['x'],
  { x: 1 },
];

const SEGMENTS = [
  ...[
    '',
    'g',
    'c',
    'r',
    'v',
    'm',
    'i',
    'vote',
    'results',
    'leaderboard.json',
    'create',
    'methods',
    'exports',
  ],
  ...[
    'status',
    'explorer',
    'feed.xml',
    'oembed',
    'api/graphql',
    'api/graphql/stream',
    'api/pictures',
    '_next/image',
  ],
];
const KEYS = [
  'after',
  'before',
  'category',
  'question',
  'form',
  'url',
  'format',
  'query',
  'variables',
  'base',
  'w',
  'q',
];

function address(): string {
  const rest = Array.from({ length: below(3) }, () => encodeText(anyOf(TEXTS)));
  const search = Array.from(
    { length: below(4) },
    () => `${anyOf(KEYS)}=${encodeText(anyOf(TEXTS))}`,
  );
  return `/${[anyOf(SEGMENTS), ...rest].join('/')}${search.length > 0 ? `?${search.join('&')}` : ''}`;
}

/** Now and then as it stands, which may be no address at all. */
function encodeText(text: string): string {
  const encoded = encodeURIComponent(text.replaceAll('\ud800', '')).slice(0, 4000);
  return below(4) === 0 ? encoded.replaceAll('%25', '%').replaceAll('%2F', '/') : encoded;
}

const FIELDS = [
  schema.getQueryType(),
  schema.getMutationType(),
  schema.getSubscriptionType(),
].flatMap((type) => Object.values(type?.getFields() ?? {}).map((field) => ({ root: type, field })));

function valueFor({ type }: GraphQLArgument): unknown {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || below(5) === 0) return anyOf(VALUES);
  const fields = Object.values(named.getFields()).filter(() => below(3) > 0);
  return Object.fromEntries(fields.map(({ name }) => [name, anyOf(VALUES)]));
}

function operation(): { readonly query: string; readonly variables: unknown } {
  const { root, field } = anyOf(FIELDS);
  const args = field.args;
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  const kind = root?.name.toLowerCase() ?? 'query';
  const query = `${kind} ${declared && `(${declared})`} { ${field.name} ${given && `(${given})`} ${selection} }`;
  const variables = Object.fromEntries(args.map((arg) => [arg.name, valueFor(arg)]));
  if (below(12) > 0) return { query, variables };
  const cut = below(query.length);
  return {
    query: query.slice(0, cut) + anyOf(TEXTS) + query.slice(cut + below(6)),
    variables: anyOf(VALUES),
  };
}

const HEADERS = [
  'accept',
  'cookie',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'authorization',
];
const MORE_HEADERS = [
  'origin',
  'content-type',
  'accept-language',
  'range',
  'if-none-match',
  'rsc',
  'next-action',
  'purpose',
  'next-router-state-tree',
];

function headers(): Record<string, string> {
  const usual = {
    'content-type': 'application/json',
    accept: anyOf(['*/*', 'text/event-stream', 'text/html']),
    // From many networks: one would soon be told to wait.
    'x-forwarded-for': `10.${below(256)}.${below(256)}.1`,
  };
  const odd = Array.from({ length: below(3) }, () => {
    const text = anyOf(TEXTS)
      .replace(/[^\x20-\x7e]/g, '')
      .trim();
    return [anyOf([...HEADERS, ...MORE_HEADERS]), text] as const;
  });
  return { ...usual, ...Object.fromEntries(odd) };
}

function body(): string {
  const whole = JSON.stringify(operation());
  return below(10) === 0 ? whole.slice(0, below(whole.length)) : whole;
}

interface Asked {
  readonly path: string;
  readonly init: RequestInit;
}

function anyRequest(): Asked {
  const kind = below(10);
  if (kind < 4) return { path: address(), init: { headers: headers() } };
  if (kind < 9)
    return { path: '/api/graphql', init: { method: 'POST', headers: headers(), body: body() } };
  const path = anyOf(['/api/graphql/stream', '/api/pictures', address()]);
  return {
    path,
    init: {
      method: anyOf(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']),
      headers: headers(),
      body: body(),
    },
  };
}

/** What only a fault of ours would say. */
const LEAK = /prisma|node_modules|at .*\.(ts|js):\d+|invalid byte sequence|INTERNAL_SERVER_ERROR/i;

/** How many were told to wait, and so reached nothing. */
let waiting = 0;

async function faultOf({ path, init }: Asked): Promise<string | undefined> {
  const stopReading = new AbortController();
  // A stream has no end; all else has one, on however busy a machine.
  const patience = path.startsWith('/api/graphql/stream') ? 5_000 : 60_000;
  const timer = setTimeout(() => stopReading.abort(), patience);
  try {
    const response = await fetch(`${server.url}${path}`, {
      ...init,
      redirect: 'manual',
      signal: stopReading.signal,
    });
    if (response.headers.get('ratelimit-policy')?.startsWith('"requests-network"')) waiting += 1;
    const isPage = response.headers.get('content-type')?.includes('text/html') ?? false;
    const text = await response.text();
    // Pages name scripts in node_modules of the browser's; errors in them have a page of their own.
    const leak = isPage ? undefined : LEAK.exec(text)?.[0];
    // 501 is what oEmbed 1.0 (§2.3.3) has for formats that are not served.
    const isFault =
      response.status >= 500 && !(response.status === 501 && path.startsWith('/oembed'));
    if (!isFault && leak === undefined) return undefined;
    return `${response.status} ${leak ?? ''} ${path.slice(0, 300)} ${JSON.stringify(init).slice(0, 700)}`;
  } catch (error) {
    // A stream without an end is cut off here; anything else that never answers is a fault.
    if (path.startsWith('/api/graphql/stream') || !(error instanceof Error)) return undefined;
    return `${error.name} ${String(error.cause)} ${path.slice(0, 300)} ${JSON.stringify(init).slice(0, 700)}`;
  } finally {
    clearTimeout(timer);
  }
}

test(`ten thousand malformed requests are nobody’s fault but their sender’s (FUZZ_SEED=${SEED})`, async () => {
  console.log(`FUZZ_SEED=${SEED}`);
  const requests = Array.from({ length: REQUESTS }, anyRequest);
  const faults: string[] = [];
  const left = requests.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const request of left) {
        const fault = await faultOf(request);
        if (fault) faults.push(fault);
      }
    }),
  );
  // The first one in the message: of a list there it is only said how long it is.
  expect(faults.slice(0, 20), faults[0]).toEqual([]);
  expect(waiting).toBeLessThan(REQUESTS / 50);
  await sleep(100);
  expect((await fetch(`${server.url}/`)).status).toBe(200);
}, 600_000);
