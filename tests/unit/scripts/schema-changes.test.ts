import { readFileSync } from 'node:fs';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { GET } from '@/app/schema.graphql/route';
import { unnamedChanges, withoutDescriptions } from '@/scripts/schema-changes';

const BEFORE = 'type Query { old: Int, kept(first: Int): Int }';

test('what breaks clients, or is deprecated, is told unless it is named', () => {
  const after = `type Query {
    kept(first: Int, wanted: Int!): Int
    more(old: Int @deprecated(reason: "Say it elsewhere.")): Int @deprecated(reason: "Use kept.")
  }`;
  const all = [
    'Query.old was removed.',
    'A required arg wanted on Query.kept was added.',
    'Query.more',
    'Query.more(old)',
  ];
  expect(unnamedChanges(BEFORE, after, '').toSorted()).toEqual(all.toSorted());
  const named = all.slice(1).map((change) => `- \`${change}\``);
  expect(unnamedChanges(BEFORE, after, named.join('\n'))).toEqual(['Query.old was removed.']);
});

test('what is new, and what is said of things, breaks nobody', () => {
  const after =
    '"All." type Query { "Old." old: Int, kept(first: Int, last: Int): Int, fresh: Int }';
  expect(unnamedChanges(BEFORE, after, '')).toEqual([]);
  expect(withoutDescriptions(after)).toBe(
    'type Query {\n  old: Int\n  kept(first: Int, last: Int): Int\n  fresh: Int\n}\n',
  );
});

test('the schema is served as text that can be read as one, after what has changed', async () => {
  const response = await GET();
  const text = await response.text();
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(text.startsWith('# # Changes of the API\n')).toBe(true);
  expect(parse(text, { noLocation: true })).toEqual(
    parse(readFileSync('graphql/schema.graphql', 'utf8'), { noLocation: true }),
  );
  expect(buildSchema(text).getQueryType()?.getFields()).toHaveProperty('generations');
});
