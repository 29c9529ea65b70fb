import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { writtenText } from '@/lib/written-text';

const schema = writtenText('The prompt').check(
  z.minLength(1, 'Write something.'),
  z.maxLength(20, 'Too long.'),
);

test.each([
  ['a \u202Egod\u202C dog', 'a god dog', 'what turns the reading direction'],
  ['a\u200B dog\uFEFF', 'a dog', 'spaces without width'],
  ['a \u2066dog\u2069', 'a dog', 'isolates'],
  ['a dog\u{E0069}\u{E0067}\u{E006E}', 'a dog', 'tags, which nobody sees and language models read'],
  ['a dog\u2028on a mat', 'a dog\non a mat', 'line separators'],
  ['\uFEFF\u200B a dog', 'a dog', 'what is left around it'],
])('%j is kept as %j: %s', (written, kept) => {
  expect(schema.parse(written)).toBe(kept);
});

test.each([
  'خروف \u200Fأحمر',
  'می\u200Cخواهم',
  '👩\u200D🎤 sings',
  'two\nlines\tof it',
  'naïve 猫',
])('%j stays as it is written', (text) => {
  expect(schema.parse(text)).toBe(text);
});

test('what consists of such characters only is empty', () => {
  const { error } = schema.safeParse('\u200B\u202E \u2060');
  expect(error?.issues.map(({ message }) => message)).toEqual(['Write something.']);
});

test('it is as long as what is kept of it', () => {
  expect(schema.parse(`a dog${'\u200B'.repeat(100)}`)).toBe('a dog');
});
