import { InvalidInput, NotFound, QueueFull } from '@/lib/problems';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { normalizePrompt } from './prompts';

/** What Sarovar asks for by itself has this priority; visitors go first, so it is in nobody's way. */
const NOBODYS_PRIORITY = 0;

/** Beyond this a newcomer would wait too long; better to say so at once. */
const MOST_WAITING = 200;

/** Throws QueueFull when so much is waiting that another request would wait too long. */
export async function refuseWhenFull(): Promise<void> {
  const [pictures, texts] = await Promise.all([
    prisma().generation.count({
      where: { status: 'QUEUED', priority: { gt: NOBODYS_PRIORITY } },
    }),
    prisma().enrichment.count({ where: { status: 'QUEUED' } }),
  ]);
  if (pictures + texts >= MOST_WAITING) {
    throw new QueueFull(
      `${pictures + texts} pictures and texts are waiting already; please try again in a while.`,
    );
  }
}

/** What visitors write is anybody's. */
export const PROMPT_LICENCE = 'CC0-1.0';

/** The active model of that id, or the first active one. Throws NotFound. */
export async function activeModel(id: string | undefined) {
  const model = await prisma().model.findFirst({
    where: { status: 'ACTIVE', ...(id === undefined ? {} : { id }) },
    include: { base: true },
    orderBy: { id: 'asc' },
  });
  if (model) return model;
  throw new NotFound(
    id === undefined
      ? 'There is no model yet.'
      : 'There is no active model of that id; ask for `models`.',
  );
}

/** Throws InvalidInput unless the picture to begin from, if there is to be one, is here. */
export async function checkInitial(sha256: string | null): Promise<void> {
  if (sha256 === null || (await blobs().has(sha256))) return;
  throw new InvalidInput(
    'initialSha256',
    'There is no picture with this SHA-256 here; bring it with `keepPicture` first.',
  );
}

/** The finished longer version of `prompt` that is to be painted instead. Throws InvalidInput. */
export async function finishedEnrichment(id: string | undefined, prompt: string) {
  if (id === undefined) return null;
  const finished = await prisma().enrichment.count({
    where: { id, status: 'SUCCEEDED', prompt: { normalizedText: normalizePrompt(prompt) } },
  });
  if (finished > 0) return id;
  throw new InvalidInput(
    'enrichmentId',
    'There is no finished longer version of this prompt with that id; ask for it with `enrich`.',
  );
}
