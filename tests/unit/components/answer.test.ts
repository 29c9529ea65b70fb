import { expect, test } from 'vitest';
import { answerTo } from '@/app/components/answer';
import type { TypedDocument } from '@/app/components/documents';

const document: TypedDocument<{ votes: number }, Record<string, never>> = {
  toString: () => '{ votes }',
};

test('data are handed on as they came', () => {
  expect(answerTo(document, { data: { votes: 3 } })).toEqual({ votes: 3 });
  expect(answerTo(document, { data: { votes: 3 }, errors: [] })).toEqual({ votes: 3 });
});

test.each([
  [{ errors: [{ message: 'Too many.' }, { message: 'And more.' }] }, 'Too many.'],
  [{ data: { votes: 3 }, errors: [{ message: 'Too many.' }] }, 'Too many.'],
  [{ data: { votes: 3 }, errors: ['Too many.'] }, 'The server says no more.'],
  [{ data: { votes: 3 }, errors: 'Too many.' }, 'The server says no more.'],
  [{ data: null }, 'no data'],
  [{ data: 3 }, 'no data'],
  [{}, 'no data'],
  [null, 'no data'],
  ['<h1>Bad gateway</h1>', 'no data'],
])('%j is a failure, which says why', (result, why) => {
  expect(() => answerTo(document, result)).toThrow(why);
});
