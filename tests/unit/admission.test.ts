import { readdirSync } from 'node:fs';
import path from 'node:path';
import { getIntrospectionQuery, GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { admit, MOST } from '@/graphql/admission';

test.each([
  ['{ models { name } }', {}, 1 + 6],
  ['{ models { name method } }', {}, 1 + 6 * 2],
  ['{ generations(first: 5) { edges { node { id seed } } } }', {}, 1 + 5 * (1 + (1 + 2))],
  ['{ generations { edges { node { id } } } }', {}, 1 + 20 * 3],
  ['{ generations(first: 1000) { edges { node { id } } } }', {}, 1 + 100 * 3],
  ['query ($n: Int) { generations(first: $n) { edges { node { id } } } }', { n: 7 }, 1 + 7 * 3],
  ['query ($n: Int) { generations(first: $n) { edges { node { id } } } }', { n: 'x' }, 1 + 20 * 3],
  ['query ($n: Int = 9) { generations(first: $n) { edges { node { id } } } }', {}, 1 + 9 * 3],
  ['query ($n: Int = 9) { generations(first: $n) { edges { node { id } } } }', { n: 2 }, 1 + 2 * 3],
  ['query ($i: [ID!]!) { nodes(ids: $i) { id } }', { i: Array(300).fill('x') }, 1 + 300],
  ['{ nodes(ids: ["a", "b"]) { id } }', {}, 1 + 2],
  ['query ($i: [ID!] = ["a", "b", "c"]) { nodes(ids: $i) { id } }', {}, 1 + 3],
  ['{ models { base { evaluation } } }', {}, 1 + 6 * (1 + 50)],
  ['{ generations(last: 2) { edges { node { id } } } }', {}, 1 + 2 * 3],
  ['{ models { ...a } } fragment a on Model { name base { name } }', {}, 1 + 6 * 3],
  ['query a { models { name } } query b { models { name method } }', {}, 1 + 6 * 2],
  ['{ a: models { name } ... { b: models { name } } }', {}, 2 * 7],
  ['{ nothing { of { ours } } }', {}, 3],
])('%s with %j costs %d', (source, variables, cost) => {
  expect(admit(source, variables)?.cost).toEqual({ requested: cost, most: MOST.cost });
});

const repeated = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

describe.each([
  ['aliases', MOST.aliases, (n: number) => `{ models { ${repeated(n, (i) => `a${i}: name`)} } }`],
  ['root fields', MOST.rootFields, (n: number) => `{ ${repeated(n, () => 'models { name }')} }`],
  [
    'directives',
    MOST.directives,
    (n: number) => `{ models { ${repeated(n, () => 'name @include(if: true)')} } }`,
  ],
  [
    'directives',
    MOST.directives,
    (n: number) => `{ models { ${repeated(n, () => '... @include(if: true) { name }')} } }`,
  ],
  ['levels', MOST.depth, (n: number) => `${'{ a '.repeat(n - 1)}{ a${' }'.repeat(n)}`],
  ['fields', MOST.fields - 1, (n: number) => `{ models { ${repeated(n, () => 'id')} } }`],
])('%s', (name, most, document) => {
  test(`${most} are admitted`, () => {
    expect(admit(document(most))?.cost.requested).toBeGreaterThan(0);
  });

  test(`${most + 1} are not`, () => {
    expect(() => admit(document(most + 1))).toThrow(new RegExp(name));
  });
});

test('what cannot be parsed is the server’s to answer, unless it is too long', () => {
  expect(admit('{ models {')).toBeUndefined();
  expect(() => admit(`{ ${'a '.repeat(MOST.tokens)} }`)).toThrow(GraphQLError);
});

test('a fragment within itself ends', () => {
  expect(admit('{ models { ...a } } fragment a on Model { name ...a }')?.cost.requested).toBe(7);
});

test('introspection and every document of ours cost less than three fifths of what is admitted', async () => {
  const costs = [Number(admit(getIntrospectionQuery())?.cost.requested) / 2];
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.documents.ts'))) {
    const documents: unknown = await import(path.resolve('app', file));
    for (const document of Object.values(z.looseObject({}).parse(documents))) {
      const admitted = admit(String(document), { first: 30 });
      if (admitted) costs.push(admitted.cost.requested);
    }
  }
  expect(costs.length).toBeGreaterThan(30);
  expect(Math.max(...costs)).toBeLessThan(0.6 * MOST.cost);
});

test('no text is longer than any that anybody looks for, but a picture’s', () => {
  const search = (text: string) => `{ prompts(search: "${text}") { edges { node { id } } } }`;
  expect(admit(search('a'.repeat(10_000)))).toBeDefined();
  expect(() => admit(search('a'.repeat(10_001)))).toThrow(/a text of 10001 characters/);
  const asked = 'query ($text: String) { prompts(search: $text) { edges { node { id } } } }';
  expect(() => admit(asked, { text: 'a'.repeat(20_000) })).toThrow(/a text of 20000 characters/);
  const deep = { text: [{ own: 'a'.repeat(20_000) }] };
  expect(() => admit(asked, deep)).toThrow(/a text of 20000 characters/);
  const deepest: unknown = JSON.parse('['.repeat(400_000) + ']'.repeat(400_000));
  expect(admit(asked, { text: deepest })).toBeDefined();
  const picture = 'mutation ($file: String!) { keepPicture(base64: $file) { __typename } }';
  expect(admit(picture, { file: 'a'.repeat(700_000) })).toBeDefined();
});
