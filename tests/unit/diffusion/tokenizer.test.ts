import { expect, test } from 'vitest';
import { z } from 'zod';
import { ClipTokenizer } from '@/lib/diffusion/tokenizers/clip';
import { readTokenizer } from '@/lib/models/tokenizer-files';
import { straighten } from '@/lib/diffusion/tokenizers/straighten';
import straightened from '@/tests/fixtures/vectors/ftfy.json';
import vectors from '@/tests/fixtures/vectors/tokens.json';

const tokenizer = new ClipTokenizer(await readTokenizer('models/sarovar-64'));

test(`equals Python's tokenizers on ${vectors.length} prompts`, () => {
  expect(vectors.length).toBeGreaterThanOrEqual(1000);
  const wrong = vectors.filter(
    ({ text, ids }) => JSON.stringify(trimmed(tokenizer.encode(text).ids)) !== JSON.stringify(ids),
  );
  expect(wrong).toEqual([]);
});

test('says which words were cut', () => {
  const words = Array.from({ length: 60 }, (_, i) => (i < 50 ? 'dog' : 'turtle'));
  const { ids, truncatedWords } = tokenizer.encode(words.join(' '));
  expect(ids).toHaveLength(tokenizer.maxLength);
  expect(truncatedWords.slice(-10)).toEqual(words.slice(-10));
  expect(tokenizer.encode('a dog').truncatedWords).toEqual([]);
});

test('special tokens that a user writes are those tokens, and what is beside them are words', () => {
  const plain = tokenizer.encode('a dog').ids;
  const end = plain.at(-1);
  const { ids } = tokenizer.encode('a <|endoftext|> dog');
  expect(ids.slice(1, 5)).toEqual([plain[1], end, plain[2], end]);
});

test(`straightens as ftfy does, each of ${straightened.length} texts`, () => {
  const shape = z.array(z.tuple([z.string(), z.string()]));
  const wrong = shape.parse(straightened).filter(([text, out]) => straighten(text) !== out);
  expect(wrong).toEqual([]);
});

test('curly quotes, ligatures and full-width letters are straightened where the base was trained so', async () => {
  const typed = 'a cat’s ﬁve ＲＥＤ hats';
  const plain = "a cat's five red hats";
  expect(tokenizer.encode(typed).ids).not.toEqual(tokenizer.encode(plain).ids);
  const own = new ClipTokenizer({
    ...(await readTokenizer('models/sarovar-64')),
    straightens: true,
  });
  expect(own.encode(typed).ids).toEqual(own.encode(plain).ids);
});

/** Without the padding after the first end token. */
function trimmed(ids: readonly number[]): number[] {
  const end = ids.at(-1);
  const last = ids.findIndex((id) => id === end);
  return ids.slice(0, last + 1);
}
