import { createHash } from 'node:crypto';
import { parseAtomFeed } from 'feedsmith';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';

let server: ArenaServer;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ server, stop } = await attacked(1, { PUBLIC_URL: 'https://sarovar.example' }));
}, 300_000);
afterAll(() => stop());

const get = (path: string, headers = {}) =>
  fetch(`${server.url}${path}`, { headers, redirect: 'manual' });

function ask(query: string, headers: Record<string, string> = {}, variables = {}) {
  return fetch(`${server.url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
}

const PAGES = [
  '/',
  '/vote',
  '/results',
  '/create',
  '/methods',
  '/exports',
  '/sets',
  '/study',
  '/status',
  '/explorer',
];

test('an address of 8,000 characters leads where it should, a longer one is refused in a sentence', async () => {
  const start = '/api/pictures//';
  const whole = start + 'a'.repeat(8000 - start.length);
  const moved = await get(whole);
  expect(moved.status).toBe(308);
  expect(moved.headers.get('location')).toBe(whole.replace('//', '/'));
  const refused = await get(`${whole}a`);
  expect(refused.status).toBe(414);
  expect(await refused.text()).toMatch(/^This address is longer than 8000 characters; [^\n]+\.\n$/);
});

/** What Mozilla's Observatory takes points for, and gives them. */
describe.each([...PAGES, '/nothing-here'])('%s', (page) => {
  test('tells browsers what it may do', async () => {
    const response = await get(page);
    const header = (name: string) => response.headers.get(name) ?? '';
    const policy = new Map(
      header('content-security-policy')
        .split('; ')
        .map((one) => [one.split(' ')[0], one.split(' ').slice(1)]),
    );
    expect(policy.get('default-src')).toEqual(["'none'"]);
    const scripts = policy.get('script-src') ?? [];
    expect(scripts.join(' ')).toMatch(/^'nonce-[\w+/]{22}==' 'strict-dynamic'$/);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'self'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('style-src')?.includes("'unsafe-inline'")).toBe(page === '/explorer');
    expect(header('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('x-frame-options')).toBe('DENY');
    expect(header('referrer-policy')).toMatch(/^strict-origin/);
    expect(header('cross-origin-resource-policy')).toBe('same-origin');
    expect(header('permissions-policy')).toContain('camera=()');
    expect(header('access-control-allow-origin')).toBe('');
    expect(header('x-powered-by')).toBe('');
    // Every script that the page brings has the nonce of this answer.
    const nonce = /'nonce-(.*?)'/.exec(scripts.join(' '))?.[1];
    const html = await response.text();
    const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    const run = tags.filter((tag) => !tag.includes('application/ld+json'));
    expect(run.length).toBeGreaterThan(0);
    expect(run.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  });
});

test('a nonce is used once', async () => {
  const policies = await Promise.all([1, 2].map(async () => (await get('/')).headers));
  const [one, other] = policies.map((headers) => headers.get('content-security-policy'));
  expect(one).not.toBe(other);
});

test.each([
  '/api/graphql?query={models{name}}',
  '/exports/votes.jsonl',
  '/leaderboard.json',
  '/feed.xml',
])('%s is for the pages of everybody, without anybody’s cookie', async (path) => {
  const { headers, status } = await get(path, { origin: 'https://elsewhere.example' });
  expect(status).toBe(200);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('access-control-allow-credentials')).toBeNull();
});

test('another site’s page changes nothing, a program with a key may', async () => {
  const draw = 'mutation { drawMatchup { __typename } }';
  const kind = z.object({ data: z.object({ drawMatchup: z.object({ __typename: z.string() }) }) });
  for (const origin of ['https://elsewhere.example', 'null', 'http://127.0.0.1:1']) {
    expect((await ask(draw, { origin })).status).toBe(403);
    expect((await ask('{ models { name } }', { origin })).status).toBe(200);
  }
  for (const headers of [
    {},
    { origin: server.url },
    { origin: 'https://sarovar.example' },
    { origin: 'https://elsewhere.example', authorization: 'Bearer x' },
  ]) {
    const answer = kind.parse(await (await ask(draw, headers)).json());
    expect(answer.data.drawMatchup.__typename).toBe('Matchup');
  }
});

test('another site’s page changes nothing by the stream, either', async () => {
  const response = await fetch(`${server.url}/api/graphql/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      origin: 'https://elsewhere.example',
    },
    body: JSON.stringify({
      query: 'mutation { compare(input: { prompt: "a dog" }) { __typename } }',
    }),
  });
  expect(await response.text()).toContain('Mutations are taken at /api/graphql.');
});

test('the API’s address shows a person the explorer, and no page of anybody else', async () => {
  const { status, headers } = await get('/api/graphql', { accept: 'text/html,*/*' });
  expect([status, headers.get('location')]).toEqual([307, '/explorer']);
});

test('a prompt with control characters is refused in a sentence', async () => {
  const compare = async (prompt: string) => {
    const response = await ask(
      `mutation ($prompt: String!) { compare(input: { prompt: $prompt, steps: 1 }) {
        __typename ... on Problem { message } } }`,
      {},
      { prompt },
    );
    return z
      .object({
        data: z.object({
          compare: z.object({ __typename: z.string(), message: z.string().optional() }),
        }),
      })
      .parse(await response.json()).data.compare;
  };
  for (const text of ['a\u0001dog', 'a \u001b[31mdog', 'a\u0085dog', 'half \ud83d a dog']) {
    const { __typename, message } = await compare(text);
    expect(__typename).toBe('InvalidInput');
    expect(message).toMatch(/^The prompt must not contain control characters/);
  }
});

test('no document is answered by its hash: nobody could tell what it costs', async () => {
  const query = 'query ($n: Int) { prompts(first: $n) { edges { node { text } } } }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const send = (body: object) =>
    fetch(`${server.url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, extensions }),
    }).then((response) => response.text());
  await send({ query, variables: { n: 1 } });
  const answer = await send({ variables: { n: 100 } });
  expect(answer).not.toContain('"data":{"prompts"');
  expect(answer).toContain('error');
});

test('a download is compressed, goes on where it broke off, and is not sent again, over the wire, too', async () => {
  const at = `${server.url}/exports/models.jsonl`;
  const plain = await fetch(at, { headers: { 'accept-encoding': 'identity' } });
  const text = await plain.text();
  expect(plain.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  for (const coding of ['gzip', 'br']) {
    const packed = await fetch(at, { headers: { 'accept-encoding': coding } });
    expect(packed.headers.get('content-encoding')).toBe(coding);
    expect(await packed.text()).toBe(text);
  }
  const etag = plain.headers.get('etag') ?? '';
  const headers = { 'accept-encoding': 'identity', range: 'bytes=10-', 'if-range': etag };
  const rest = await fetch(at, { headers });
  expect(rest.status).toBe(206);
  expect(await rest.text()).toBe(text.slice(10));
  expect(
    (await fetch(at, { headers: { 'if-none-match': etag, 'accept-encoding': 'identity' } })).status,
  ).toBe(304);
});

test('a prompt with markup, or with what no XML can hold, does no harm in the feed', async () => {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query('UPDATE "Comparison" SET arena = NULL');
  await client.query('UPDATE "Generation" SET blind = false');
  // As it may have been stored before control characters were refused.
  const text = '<img src=x onerror=alert(1)> & ]]> a\u0001 dog';
  await client.query('UPDATE "Prompt" SET text = $1', [text]);
  await client.end();
  const titles = parseAtomFeed(await (await get('/feed.xml')).text()).entries?.map(
    ({ title }) => title,
  );
  expect(titles).toEqual([
    { type: 'html', value: '&lt;img src=x onerror=alert(1)&gt; &amp; ]]&gt; a dog' },
  ]);
});
