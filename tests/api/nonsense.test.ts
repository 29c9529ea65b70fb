import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { POST } from '@/app/api/graphql/route';
import { POST as stream } from '@/app/api/graphql/stream/route';
import { GET as archive } from '@/app/c/[key]/download/route';
import ComparisonImage from '@/app/c/[key]/opengraph-image';
import ComparisonPage from '@/app/c/[key]/page';
import { NoSuchCategory } from '@/app/components/no-such-category';
import { GET as frame } from '@/app/embed/c/[key]/route';
import { GET as rankingFrame } from '@/app/embed/r/[key]/route';
import { GET as exported } from '@/app/exports/[file]/route';
import { GET as download } from '@/app/g/[id]/download/route';
import PictureImage from '@/app/g/[id]/opengraph-image';
import PicturePage from '@/app/g/[id]/page';
import { GET as picture } from '@/app/i/[file]/route';
import ResultsPage from '@/app/results/page';
import { GET as blindPicture } from '@/app/m/[token]/route';
import { GET as oembed } from '@/app/oembed/route';
import GalleryPage from '@/app/page';
import SnapshotImage from '@/app/r/[key]/opengraph-image';
import SnapshotPage from '@/app/r/[key]/page';
import VerdictImage from '@/app/v/[key]/opengraph-image';
import VerdictPage from '@/app/v/[key]/page';
import VotePage from '@/app/vote/page';
import { schema } from '@/graphql/schema';
import { closeVoters } from '@/lib/arena/voters';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';

// Pages ask for their reader's language; here no request is being answered.
vi.mock('next/headers', () => ({
  cookies: () => Promise.resolve(new Map()),
  headers: () => Promise.resolve(new Headers()),
}));

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(1);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const UUID = '0199d0a0-0000-7000-8000-000000000000';

/** What a URL or a program may bring where a key, a cursor, an id, a number, a date or a text is expected. */
const NONSENSE = [
  ...['garbage', '', '%', '\u0000', '\ud800', "'; DROP TABLE x; --", 'x'.repeat(5000)],
  ...['18446744073709551616', '-1', '1e400', '2026-02-31T25:61:61Z', UUID, `${UUID}\u0000`],
  ...['GPC:S:x', 'GPC:N:1', 'GPC:D:x', 'GPC:J:[1,{}]', 'GPC:S:\u0000', `GPC:S:${UUID}`].map(base64),
  ...['Generation:\u0000', 'Model:x', 'Nothing:x', 'Category:x', `Query:${UUID}`].map(base64),
];

const answerShape = z.object({
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) }))
    .default([]),
});

function requestFor(
  query: string,
  variables: Record<string, unknown>,
  accept: string,
  cookie = '',
) {
  return new Request('http://127.0.0.1/api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, cookie },
    body: JSON.stringify({ query, variables }),
  });
}

async function post(query: string, variables: Record<string, unknown>, cookie?: string) {
  const response = await POST(requestFor(query, variables, 'application/json', cookie));
  return answerShape.parse(await response.json()).errors;
}

/** A value of `type` with `text` at `at`, one of the paths of `placesIn`, and what is right elsewhere. */
function filled(type: GraphQLInputType, text: string, at: string): unknown {
  if (isNonNullType(type)) return filled(type.ofType, text, at);
  if (isListType(type)) return [filled(type.ofType, text, at)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const given = fields.filter((field) => isNonNullType(field.type) || at === field.name);
    return Object.fromEntries(
      given.map((field) => [
        field.name,
        filled(field.type, at === field.name ? text : 'a dog', at),
      ]),
    );
  }
  if (type.name === 'Int') return -1;
  if (type.name === 'Float') return 1e300;
  return type.name === 'Boolean' ? true : text;
}

/** The names of the fields of an input object; one empty name for anything else. */
function placesIn({ type }: GraphQLArgument): string[] {
  const named = getNamedType(type);
  return isInputObjectType(named) ? Object.keys(named.getFields()) : [''];
}

type Field = GraphQLField<unknown, unknown>;

function documentFor(operation: string, field: Field, args: readonly GraphQLArgument[]) {
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  return `${operation} (${declared}) { ${field.name}(${given}) ${selection} }`;
}

/** Every request that has nonsense at one place of a field's arguments, or in all of them. */
function* requestsFor(operation: string, field: Field) {
  const needed = field.args.filter(({ type }) => isNonNullType(type));
  const alone = field.args.map((arg) => [...new Set([...needed, arg])]);
  const sets = field.args.length > 1 ? [field.args, ...alone] : alone;
  for (const text of NONSENSE) {
    for (const args of sets) {
      for (const at of new Set(args.flatMap(placesIn))) {
        const variables = args.map(({ name, type }) => [name, filled(type, text, at)] as const);
        yield [documentFor(operation, field, args), Object.fromEntries(variables)] as const;
      }
    }
  }
}

const ROOTS = [
  { operation: 'query', type: schema.getQueryType() },
  { operation: 'mutation', type: schema.getMutationType() },
  { operation: 'subscription', type: schema.getSubscriptionType() },
];
const FIELDS = ROOTS.flatMap(({ operation, type }) =>
  Object.values(type?.getFields() ?? {})
    .filter(({ args }) => args.length > 0)
    .map((field) => ({ operation, name: field.name, field })),
);

test.each(FIELDS.filter(({ operation }) => operation !== 'subscription'))(
  '$operation $name with nonsense is no fault of ours',
  async ({ operation, field }) => {
    const visitor = new Visitor();
    await visitor.draw();
    const faults = new Set<string>();
    for (const [document, variables] of requestsFor(operation, field)) {
      for (const { message, extensions } of await post(document, variables, visitor.cookie)) {
        if (extensions.code === 'BAD_USER_INPUT' && /^[^\n]{5,200}$/.test(message)) continue;
        faults.add(`${extensions.code} ${message} ${JSON.stringify(variables).slice(0, 200)}`);
      }
    }
    expect([...faults]).toEqual([]);
  },
);

test.each(FIELDS.filter(({ operation }) => operation === 'subscription'))(
  '$operation $name with nonsense ends at once',
  async ({ operation, field }) => {
    for (const [document, variables] of requestsFor(operation, field)) {
      const events = await (
        await stream(requestFor(document, variables, 'text/event-stream'))
      ).text();
      expect(events).toMatch(/event: complete|"errors"/);
      expect(events).not.toMatch(/prisma|invocation|byte sequence/i);
    }
  },
);

test.each([
  [{ first: -1 }, /page must not be negative/],
  [{ first: 1, after: 'garbage' }, /cursor is not one of ours/],
  [{ last: 1, before: 'garbage' }, /cursor is not one of ours/],
  [{ last: 1, after: base64(`GPC:S:${UUID}`) }, /^Page forwards by/],
])('a connection within a node says what is wrong with %j', async (args, message) => {
  const given = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  for (const name of ['comparisons', 'generations']) {
    const inner = `${name}(${given.join(', ')}) { edges { cursor } }`;
    // Once in a fragment, and once beside another page of it, which is fetched in a query of its own.
    const errors = await post(
      `{ prompts { edges { node { ...Inner other: ${name} { edges { cursor } } } } } }
         fragment Inner on Prompt { ${inner} }`,
      {},
    );
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  }
});

test('a node of an unknown type is refused in one sentence, a missing one is null', async () => {
  const document = 'query ($id: ID!) { node(id: $id) { id } }';
  const [refused] = await post(document, { id: base64(`Nothing:${UUID}`) });
  expect(refused?.message).toMatch(/^This id is not one of ours/);
  expect(await post(document, { id: base64(`Model:${UUID}`) })).toEqual([]);
});

/** The texts and properties of a page's elements, without the components themselves. */
function written(page: unknown): string {
  return JSON.stringify(page, (name, value: unknown) =>
    name === 'type' || name.startsWith('_') ? undefined : value,
  );
}

describe('an address', () => {
  const with404 = { digest: 'NEXT_HTTP_ERROR_FALLBACK;404' };

  test.each([
    ['/g', (id: string) => PicturePage({ params: Promise.resolve({ id }) })],
    ['/c', (key: string) => ComparisonPage({ params: Promise.resolve({ key }) })],
    ['/r', (key: string) => SnapshotPage({ params: Promise.resolve({ key }) })],
    ['/v', (key: string) => VerdictPage({ params: Promise.resolve({ key }) })],
  ])('%s/nonsense is not found', async (_path, page) => {
    for (const text of NONSENSE) await expect(page(text)).rejects.toMatchObject(with404);
  });

  const asked = new Request('http://127.0.0.1/');
  const at = (search: string) => new Request(`http://127.0.0.1/oembed?url=${search}`);
  test.each([
    ['/g/…/download', (id: string) => download(asked, { params: Promise.resolve({ id }) })],
    ['/c/…/download', (key: string) => archive(asked, { params: Promise.resolve({ key }) })],
    ['/embed/c/…', (key: string) => frame(asked, { params: Promise.resolve({ key }) })],
    ['/embed/r/…', (key: string) => rankingFrame(asked, { params: Promise.resolve({ key }) })],
    ['/r/…/opengraph-image', (key: string) => SnapshotImage({ params: Promise.resolve({ key }) })],
    ['/v/…/opengraph-image', (key: string) => VerdictImage({ params: Promise.resolve({ key }) })],
    ['/g/…/opengraph-image', (id: string) => PictureImage({ params: Promise.resolve({ id }) })],
    [
      '/c/…/opengraph-image',
      (key: string) => ComparisonImage({ params: Promise.resolve({ key }) }),
    ],
    ['/i', (file: string) => picture(asked, { params: Promise.resolve({ file }) })],
    ['/m', (token: string) => blindPicture(asked, { params: Promise.resolve({ token }) })],
    ['/exports', (file: string) => exported(asked, { params: Promise.resolve({ file }) })],
    [
      '/oembed',
      (text: string) => oembed(at(encodeURIComponent(`http://x/g/${text.replace('\ud800', '')}`))),
    ],
  ])('%s with nonsense is not found', async (_path, get) => {
    for (const text of NONSENSE) expect((await get(text)).status).toBe(404);
  });

  const pages = { '/': GalleryPage, '/results': ResultsPage, '/vote': VotePage };
  test.each(Object.entries(pages))('%s with nonsense is the first page', async (_path, page) => {
    const plain = written(await page({ searchParams: Promise.resolve({}) }));
    for (const text of NONSENSE.filter((one) => one !== base64(`GPC:S:${UUID}`))) {
      for (const value of [text, [text, text]]) {
        const names = ['after', 'question', 'form', 'voters', 'page', 'order', 'source'];
        const search = Object.fromEntries(names.map((name) => [name, value]));
        expect(written(await page({ searchParams: Promise.resolve(search) }))).toBe(plain);
      }
    }
  });

  const withCategories = { '/': GalleryPage, '/results': ResultsPage };
  test.each(Object.entries(withCategories))(
    '%s says that there is no such category',
    async (pathname, page) => {
      for (const unknown of NONSENSE.filter((one) => one !== '')) {
        const answer = await page({ searchParams: Promise.resolve({ category: unknown }) });
        expect(answer).toMatchObject({ type: NoSuchCategory, props: { unknown, pathname } });
      }
    },
  );

  test('the gallery is searched for nonsense, and has none', async () => {
    for (const q of NONSENSE) {
      const answer = await GalleryPage({ searchParams: Promise.resolve({ q }) });
      expect(written(answer)).not.toMatch(/"comparison":|\/c\//);
    }
  });
});
