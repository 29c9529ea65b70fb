import { access } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ClipTokenizer, type ClipVocabulary } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError } from '@/lib/onnx/errors';
import { readJson, readText } from './folder-files';

/** The files that a CLIP tokenizer is read from, as far as they are there. */
export const TOKENIZER_FILES = [
  ...['tokenizer/tokenizer_config.json', 'tokenizer/special_tokens_map.json'],
  ...['tokenizer/vocab.json', 'tokenizer/merges.txt', 'tokenizer/tokenizer.json'],
  ...['tokenizer/added_tokens.json', 'text_encoder/config.json'],
];

/** CLIP's text transformer has 77 positions, others of its kind have more; transformers 5 may write 1e30 instead. */
const LONGEST = 77;

const END = '<|endoftext|>';

/** A special token: a string, or what it is beside that. */
const tokenSchema = z.union([
  z.string().transform((content) => ({ content, normalized: false })),
  z.object({ content: z.string(), normalized: z.boolean().default(false) }),
]);
const namedTokens = {
  bos_token: tokenSchema.optional(),
  eos_token: tokenSchema.optional(),
  unk_token: tokenSchema.optional(),
  pad_token: tokenSchema.optional(),
};
const namedSchema = z.object(namedTokens);
const configSchema = z.object({
  ...namedTokens,
  added_tokens_decoder: z.record(z.string(), tokenSchema).optional(),
  model_max_length: z.number().min(3).default(LONGEST),
});
const vocabularySchema = z.record(z.string(), z.int());
const pairSchema = z.union([
  z.tuple([z.string(), z.string()]),
  z.string().transform((line): [string, string] => splitPair(line)),
]);
const tokenizerJsonSchema = z.object({
  added_tokens: z
    .array(z.object({ id: z.int(), content: z.string(), normalized: z.boolean() }))
    .default([]),
  model: z.object({ vocab: vocabularySchema, merges: z.array(pairSchema) }),
});

type Pair = readonly [string, string];

const positionsSchema = z.object({ max_position_embeddings: z.int().min(3).default(LONGEST) });

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

/** Throws ModelFolderError where a merge can never happen: another tokenizer's merges would silently give other words. */
function checkMerges(vocabulary: ReadonlyMap<string, number>, merges: readonly Pair[]): void {
  for (const [left, right] of merges) {
    const unknown = [left, right, `${left}${right}`].find((symbol) => !vocabulary.has(symbol));
    if (unknown === undefined) continue;
    throw new ModelFolderError(
      `The tokenizer is not usable: its merges name “${unknown}”, which its vocabulary lacks; both must be of one model.`,
    );
  }
}

/** The vocabulary, the merges and the added tokens: of vocab.json and merges.txt, or tokenizer.json. */
async function readModel(folder: string) {
  if (await exists(path.join(folder, 'tokenizer/vocab.json'))) {
    const vocabulary = await readJson(folder, 'tokenizer/vocab.json', vocabularySchema);
    const lines = (await readText(folder, 'tokenizer/merges.txt')).split('\n');
    const merges = lines.filter((line) => line && !line.startsWith('#version')).map(splitPair);
    return { vocabulary: new Map(Object.entries(vocabulary)), merges, added: [] };
  }
  if (!(await exists(path.join(folder, 'tokenizer/tokenizer.json')))) {
    throw new ModelFolderError(
      `${folder} has neither tokenizer/vocab.json with merges.txt nor tokenizer/tokenizer.json.`,
    );
  }
  const file = await readJson(folder, 'tokenizer/tokenizer.json', tokenizerJsonSchema);
  const { vocab, merges } = file.model;
  return { vocabulary: new Map(Object.entries(vocab)), merges, added: file.added_tokens };
}

/** The words that were added for embeddings (textual inversion); one of several vectors is WORD, WORD_1 and so on. */
async function readAdded(folder: string) {
  const file = 'tokenizer/added_tokens.json';
  if (!(await exists(path.join(folder, file)))) return [];
  const ids = await readJson(folder, file, vocabularySchema);
  return Object.entries(ids).map(([content, id]) => {
    const following: number[] = [];
    for (let next = ids[`${content}_1`]; next !== undefined; ) {
      following.push(next);
      next = ids[`${content}_${following.length + 1}`];
    }
    return { content, id, following, normalized: true };
  });
}

/** How many positions the text encoder has. */
async function readPositions(folder: string): Promise<number> {
  const file = 'text_encoder/config.json';
  if (!(await exists(path.join(folder, file)))) return LONGEST;
  return (await readJson(folder, file, positionsSchema)).max_position_embeddings;
}

/** The CLIP tokenizer of a model folder, its special tokens being what they are for transformers. */
export async function readTokenizer(folder: string): Promise<ClipVocabulary> {
  const config = await readJson(folder, 'tokenizer/tokenizer_config.json', configSchema);
  const { vocabulary, merges, added } = await readModel(folder);
  checkMerges(vocabulary, merges);
  const decoder = config.added_tokens_decoder;
  const map = 'tokenizer/special_tokens_map.json';
  // A newer folder says all in its config; in one of before, this file counts more than the config.
  const older = !decoder && (await exists(path.join(folder, map)));
  const named = { ...config, ...(older ? await readJson(folder, map, namedSchema) : {}) };
  const end = named.eos_token ?? { content: END, normalized: false };
  const start = named.bos_token ?? { content: '<|startoftext|>', normalized: false };
  const pad = named.pad_token ?? end;
  // The last that names a token says how it is looked for.
  const specials = [start, end, named.unk_token ?? end, pad].flatMap((token) => {
    const id = vocabulary.get(token.content);
    return id === undefined ? [] : [{ ...token, id }];
  });
  const listed = Object.entries(decoder ?? {}).map(([id, token]) => ({ ...token, id: Number(id) }));
  const all = [...specials, ...added, ...listed, ...(await readAdded(folder))];
  return {
    vocabulary,
    merges,
    startToken: start.content,
    endToken: end.content,
    padToken: pad.content,
    specialTokens: [...new Map(all.map((token) => [token.content, token])).values()],
    maxLength: Math.min(config.model_max_length, await readPositions(folder)),
  };
}

/** The tokenizer of a vocabulary. Throws ModelFolderError. */
export function makeTokenizer(vocabulary: ClipVocabulary): ClipTokenizer {
  try {
    return new ClipTokenizer(vocabulary);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFolderError(`The tokenizer is not usable: ${reason}`, { cause: error });
  }
}
