import { inferredCategory } from '@/lib/evaluation/categories';
import { firstLook } from '@/lib/moderation/first-look';
import { tellCurators } from '@/lib/moderation/reports';
import { InvalidInput } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import type { Category, Prisma, Prompt } from '@/lib/store/generated/client';

/** How prompts are compared: two that differ only in case, spacing or Unicode form are one. */
export function normalizePrompt(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}

/** More words than these nobody looks for. */
const MOST_WORDS = 8;

/** The words of a search, as normalised prompts have them: letters and digits only. */
export function searchedWords(search: string): string[] {
  const words = normalizePrompt(search).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, MOST_WORDS);
}

/** A condition's text in which nothing stands for other letters: SQL's LIKE has two such. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** What visitors write is anybody's. */
const PROMPT_LICENCE = 'CC0-1.0';

interface NewPrompt {
  readonly text: string;
  readonly category: Category;
  readonly licence: string;
  readonly seeded?: boolean;
  /** Who wrote it; null where nobody knows, and of Sarovar's own. */
  readonly askedById?: string | null;
}

/** The row of that text; all but the text matters only where it is new. */
export async function storePrompt(prompt: NewPrompt): Promise<Prompt> {
  const key = { normalizedText: normalizePrompt(prompt.text) };
  return prisma().prompt.upsert({ where: key, create: { ...prompt, ...key }, update: key });
}

/** Stores what nobody has written before, with why a curator should look at it; who writes it at the same time gets the same row. */
async function storeNew(prompt: NewPrompt): Promise<Prompt> {
  const { visibility, reasons } = await firstLook(prompt.text);
  const normalizedText = normalizePrompt(prompt.text);
  const data = { ...prompt, normalizedText, visibility };
  return prisma().$transaction(async (tx) => {
    const [made] = await tx.prompt.createManyAndReturn({ data, skipDuplicates: true });
    if (!made) return tx.prompt.findUniqueOrThrow({ where: { normalizedText } });
    await tellCurators(tx, 'PROMPT', made.id, reasons);
    return made;
  });
}

/**
 * The row of what a visitor wrote; new, it is listed as the first look at it says, and in the category that they say, or
 * that its own words do. Throws InvalidInput for what is hidden.
 */
export async function storeVisitorsPrompt(
  text: string,
  said: Category | null | undefined,
  askedById: string | null,
): Promise<Prompt> {
  const known = await prisma().prompt.findUnique({
    where: { normalizedText: normalizePrompt(text) },
  });
  const category = said ?? inferredCategory(text);
  const stored = known ?? (await storeNew({ text, category, licence: PROMPT_LICENCE, askedById }));
  if (stored.visibility === 'HIDDEN') {
    throw new InvalidInput(
      'prompt',
      'This prompt is hidden unless a curator lets it through, so it is not painted here.',
    );
  }
  return stored;
}

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
  });
}
