import { z } from 'zod';
import { ClipTokenizer, type ClipVocabulary } from '@/lib/diffusion/tokenizers/clip';
import { unknownWords } from '@/lib/diffusion/tokenizers/known-words';
import { prisma } from '@/lib/store/database';

/** What a base's tokenizer makes of a prompt. */
export interface PromptReading {
  readonly tokens: number;
  /** How many of them its text encoder reads. */
  readonly mostTokens: number;
  /** The words that no longer fit, in their order. */
  readonly truncatedWords: readonly string[];
  /** Words that never occurred in its training; none where it does not say which ones did. */
  readonly unknownWords: readonly string[];
}

const keptSchema = z.object({
  vocabulary: z.record(z.string(), z.int()).transform((ids) => new Map(Object.entries(ids))),
  merges: z.array(z.tuple([z.string(), z.string()])),
  startToken: z.string(),
  endToken: z.string(),
  padToken: z.string(),
  specialTokens: z.array(
    z.object({
      content: z.string(),
      id: z.int(),
      normalized: z.boolean(),
      following: z.array(z.int()).optional(),
    }),
  ),
  maxLength: z.int(),
  straightens: z.boolean().optional(),
});

/** What a tokenizer is made from, as the base's row keeps it. */
export function keptTokenizer(source: ClipVocabulary): z.input<typeof keptSchema> {
  return {
    ...source,
    vocabulary: Object.fromEntries(source.vocabulary),
    merges: source.merges.map(([left, right]) => [left, right]),
    specialTokens: source.specialTokens.map(({ following, ...token }) =>
      following === undefined ? token : { ...token, following: [...following] },
    ),
  };
}

/** Vocabularies of the published size take some megabytes, and a tenth of a second to read. */
const MOST_KEPT = 4;
const opened = new Map<string, Promise<ClipTokenizer | undefined>>();

async function open(id: string): Promise<ClipTokenizer | undefined> {
  const row = await prisma().base.findUnique({ where: { id }, select: { tokenizer: true } });
  const kept = keptSchema.safeParse(row?.tokenizer).data;
  return kept && new ClipTokenizer(kept);
}

function tokenizerOf({ id, folderSha256 }: Pick<Reader, 'id' | 'folderSha256'>) {
  const before = opened.get(folderSha256);
  if (before) return before;
  const opening = open(id);
  opened.set(folderSha256, opening);
  const forget = () => opened.delete(folderSha256);
  opening.then((found) => found ?? forget(), forget);
  const [oldest] = opened.keys();
  if (opened.size > MOST_KEPT && oldest !== undefined) opened.delete(oldest);
  return opening;
}

interface Reader {
  readonly id: string;
  readonly folderSha256: string;
  readonly knownWords: readonly string[];
}

/** How the text encoder of that base reads `prompt`; null while its tokenizer is not known here. */
export async function readPrompt(base: Reader, prompt: string): Promise<PromptReading | null> {
  const tokenizer = await tokenizerOf(base);
  if (!tokenizer) return null;
  const known = base.knownWords;
  const { tokens, truncatedWords } = tokenizer.encode(prompt);
  return {
    tokens,
    mostTokens: tokenizer.maxLength - 2,
    truncatedWords,
    unknownWords: known.length > 0 ? unknownWords(prompt, new Set(known)) : [],
  };
}
