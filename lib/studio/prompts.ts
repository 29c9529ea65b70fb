import { prisma } from '@/lib/store/database';
import type { Category, Prisma, Prompt } from '@/lib/store/generated/client';

/** How prompts are compared: two that differ only in case, spacing or Unicode form are one. */
export function normalizePrompt(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}

/** What visitors write is anybody's. */
export const PROMPT_LICENCE = 'CC0-1.0';

interface NewPrompt {
  readonly text: string;
  readonly category: Category;
  readonly licence: string;
  readonly seeded?: boolean;
}

/** The row of that text; all but the text matters only where it is new. */
export async function storePrompt(prompt: NewPrompt): Promise<Prompt> {
  const key = { normalizedText: normalizePrompt(prompt.text) };
  return prisma().prompt.upsert({ where: key, create: { ...prompt, ...key }, update: key });
}

/** Many may wait for one prompt, each for a few milliseconds. */
const PATIENCE = { maxWait: 10_000, timeout: 10_000 };

/**
 * Runs `work` while nobody else has the prompt, so that what it finds missing is made once. It must be short
 * and use nothing but its `tx`: the embedded database has one session for everybody.
 */
export async function withPrompt<T>(
  id: string,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return prisma().$transaction(async (tx) => {
    // Not FOR UPDATE: that would keep everybody waiting who only refers to the prompt.
    await tx.$queryRaw`SELECT id FROM "Prompt" WHERE id = ${id} FOR NO KEY UPDATE`;
    return work(tx);
  }, PATIENCE);
}
