import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTokenizer, readTokenizer } from '@/lib/models/tokenizer-files';

const PROMPT = 'three fluffy felines beside a quartet of balloons';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-tokenizer-'));
  await cp('models/sarovar-64/tokenizer', path.join(folder, 'tokenizer'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const tokens = async () => makeTokenizer(await readTokenizer(folder)).encode(PROMPT).ids;

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const location = path.join(folder, 'tokenizer', file);
  await writeFile(location, change(await readFile(location, 'utf8')));
}

test('files that Windows has written give the same tokens', async () => {
  const usual = await tokens();
  await edit('merges.txt', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`);
  await edit('vocab.json', (text) => `\uFEFF${text}`);
  await edit('tokenizer_config.json', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`);
  expect(await tokens()).toEqual(usual);
});

test.each<[string, (text: string) => Buffer]>([
  ['UTF-16 with its mark', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16 without', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16 of the other order', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
])('files in %s give the same tokens', async (_, written) => {
  const usual = await tokens();
  for (const file of ['merges.txt', 'vocab.json', 'tokenizer_config.json']) {
    const location = path.join(folder, 'tokenizer', file);
    await writeFile(location, written((await readFile(location, 'utf8')).replaceAll('\n', '\r\n')));
  }
  expect(await tokens()).toEqual(usual);
});

test.each<[string, Buffer | string, RegExp]>([
  ['in no encoding that is known', Buffer.from('{"a\u00e9": 1}', 'latin1'), /no text in UTF-8 or UTF-16; save/],
  ['that Git LFS has not fetched', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /git lfs pull/],
])('a vocabulary %s is refused in a sentence', async (_, bytes, sentence) => {
  await writeFile(path.join(folder, 'tokenizer/vocab.json'), bytes);
  await expect(tokens()).rejects.toThrow(sentence);
});

test('merges of another vocabulary are refused', async () => {
  await edit('merges.txt', (text) => `${text}a q☃\n`);
  await expect(tokens()).rejects.toThrow(/merges name “q☃”, which its vocabulary lacks/);
});
