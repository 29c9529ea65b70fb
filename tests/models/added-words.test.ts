import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ClipTokenizer } from '@/lib/diffusion/tokenizers/clip';
import { readTokenizer } from '@/lib/models/tokenizer-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-words-'));
  for (const part of ['tokenizer', 'text_encoder/config.json']) {
    await cp(path.join('models/sarovar-64', part), path.join(folder, part), { recursive: true });
  }
});
afterEach(() => rm(folder, { recursive: true }));

test('a word that was added is one id for each of its vectors, wherever it stands and however it is written', async () => {
  const before = new ClipTokenizer(await readTokenizer(folder)).encode('a red cat').ids;
  const words = { 'Easy-Toy': 900, 'Easy-Toy_1': 901, 'Easy-Toy_2': 902, '<x>': 903 };
  await writeFile(path.join(folder, 'tokenizer/added_tokens.json'), JSON.stringify(words));
  const tokenizer = new ClipTokenizer(await readTokenizer(folder));
  const [start = 0, a = 0, red = 0, cat = 0, end = 0] = before;
  const ids = (prompt: string) => tokenizer.encode(prompt).ids.slice(0, 6);
  expect(tokenizer.encode('a red cat').ids).toEqual(before);
  expect(ids('a easy-toy')).toEqual([start, a, 900, 901, 902, end]);
  expect(ids('EASY-TOY red')).toEqual([start, 900, 901, 902, red, end]);
  expect(ids('<x> cat')).toEqual([start, 903, cat, end, end, end]);
});

test('a text encoder with more positions reads longer prompts', async () => {
  const { maxLength } = await readTokenizer(folder);
  const config = (positions: number) =>
    writeFile(
      path.join(folder, 'text_encoder/config.json'),
      JSON.stringify({ max_position_embeddings: positions }),
    );
  const said = (length: number) =>
    writeFile(
      path.join(folder, 'tokenizer/tokenizer_config.json'),
      JSON.stringify({ model_max_length: length }),
    );
  await config(248);
  expect((await readTokenizer(folder)).maxLength).toBe(maxLength);
  await said(248);
  expect((await readTokenizer(folder)).maxLength).toBe(248);
  await said(1e30);
  expect((await readTokenizer(folder)).maxLength).toBe(248);
  await config(77);
  expect((await readTokenizer(folder)).maxLength).toBe(77);
  await rm(path.join(folder, 'text_encoder/config.json'));
  expect((await readTokenizer(folder)).maxLength).toBe(77);
});
