import { access } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ClipVocabulary } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError } from './errors';
import { readJson, readText } from './folder-files';

/** CLIP's text transformer has 77 positions; transformers 5 may write 1e30 instead. */
const LONGEST = 77;

const token = z.union([z.string(), z.object({ content: z.string() }).transform((t) => t.content)]);
const configSchema = z.object({
  bos_token: token.default('<|startoftext|>'),
  eos_token: token.default('<|endoftext|>'),
  pad_token: token.optional(),
  model_max_length: z.number().min(3).default(LONGEST),
});
const vocabularySchema = z.record(z.string(), z.int());
const pairSchema = z.union([
  z.tuple([z.string(), z.string()]),
  z.string().transform((line): [string, string] => splitPair(line)),
]);
const tokenizerJsonSchema = z.object({
  model: z.object({ vocab: vocabularySchema, merges: z.array(pairSchema) }),
});

function splitPair(line: string): [string, string] {
  const [left = '', right = ''] = line.split(' ');
  return [left, right];
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The CLIP tokenizer of a model folder: vocab.json and merges.txt, or else tokenizer.json. */
export async function readTokenizer(folder: string): Promise<ClipVocabulary> {
  const config = await readJson(folder, 'tokenizer/tokenizer_config.json', configSchema);
  const common = {
    startToken: config.bos_token,
    endToken: config.eos_token,
    padToken: config.pad_token ?? config.eos_token,
    maxLength: Math.min(config.model_max_length, LONGEST),
  };
  if (await exists(path.join(folder, 'tokenizer/vocab.json'))) {
    const vocabulary = await readJson(folder, 'tokenizer/vocab.json', vocabularySchema);
    const lines = (await readText(folder, 'tokenizer/merges.txt')).split('\n');
    const merges = lines.filter((line) => line && !line.startsWith('#version')).map(splitPair);
    return { ...common, vocabulary: new Map(Object.entries(vocabulary)), merges };
  }
  if (!(await exists(path.join(folder, 'tokenizer/tokenizer.json')))) {
    throw new ModelFolderError(
      `${folder} has neither tokenizer/vocab.json with merges.txt nor tokenizer/tokenizer.json.`,
    );
  }
  const { model } = await readJson(folder, 'tokenizer/tokenizer.json', tokenizerJsonSchema);
  return { ...common, vocabulary: new Map(Object.entries(model.vocab)), merges: model.merges };
}
