import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ClipTokenizer } from '@/lib/diffusion/tokenizers/clip';
import { t5Tokenizer } from '@/lib/diffusion/tokenizers/t5';
import { readTokenizer } from '@/lib/models/tokenizer-files';
import { trainingPython } from '@/scripts/python.mjs';

const line = z.object({ text: z.string(), ids: z.array(z.int()) });

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-tokenizers-'));
  const python = trainingPython();
  if (!python) throw new Error('Needs Python 3.11 or newer with venv.');
  await promisify(execFile)(python, ['training/vectors/fuzz_tokenizers.py', folder]);
}, 600_000);

afterAll(() => rm(folder, { recursive: true }));

/** A text in ASCII, so that it can be copied whatever is in it. */
function visible(text: string): string {
  const hex = (character: string) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`;
  return JSON.stringify(text).replace(/[^ -~]/gu, hex);
}

/** The texts, of so many, of which Python's tokenizer `name` has other ids. */
async function differences(
  name: string,
  count: number,
  encode: (text: string) => readonly number[],
) {
  const lines = (await readFile(path.join(folder, name, 'texts.jsonl'), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(count);
  return lines.flatMap((row) => {
    const { text, ids } = line.parse(JSON.parse(row));
    const [python, ours] = [ids.join(' '), encode(text).join(' ')];
    return ours === python ? [] : [{ text: visible(text), ours, python }];
  });
}

test.each([
  ['clip', 10_000],
  ['clip-older', 2_000],
  ['clip-newer', 2_000],
])("%s: CLIP's tokenizer equals Python's on %i fuzzed prompts", async (name, count) => {
  const tokenizer = new ClipTokenizer(await readTokenizer(path.join(folder, name)));
  expect(await differences(name, count, (text) => tokenizer.encode(text).ids)).toEqual([]);
});

test.each([
  ['t5', 5_000],
  ['t5-converted', 5_000],
])("%s: T5's tokenizer equals Python's on %i fuzzed prompts", async (name, count) => {
  const rules = await readFile(path.join(folder, name, 'tokenizer.json'), 'utf8');
  const tokenizer = t5Tokenizer(z.looseObject({}).parse(JSON.parse(rules)));
  expect(await differences(name, count, (text) => tokenizer.encode(text).ids)).toEqual([]);
});
