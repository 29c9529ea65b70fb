import { InvalidInput, NotFound, QueueFull } from '@/lib/problems';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { atHand, offered, writerAtHand } from '@/lib/models/at-hand';
import { normalizePrompt } from './prompts';

/** What Sarovar asks for by itself has this priority; visitors go first, so it is in nobody's way. */
const NOBODYS_PRIORITY = 0;

/** Beyond this a newcomer would wait too long; better to say so at once. */
const MOST_WAITING = 200;

function refuse(count: number, waiting: string): void {
  if (count < MOST_WAITING) return;
  throw new QueueFull(`${count} ${waiting}; please try again in a while.`);
}

/**
 * Throws QueueFull when so much is waiting that a text, or pictures by the models of these ids, would wait too long.
 * What waits for a worker that can do it is in the way only of those who ask for the same.
 */
export async function refuseWhenFull(asked: 'text' | readonly string[]): Promise<void> {
  const waiting = { status: 'QUEUED', priority: { gt: NOBODYS_PRIORITY } } as const;
  const modelIds = asked === 'text' ? [] : [...asked];
  const [model, written] = await Promise.all([atHand(), writerAtHand()]);
  const [pictures, texts, elsewhere] = await Promise.all([
    prisma().generation.count({ where: { ...waiting, model } }),
    prisma().enrichment.count({ where: { status: 'QUEUED' } }),
    prisma().generation.count({
      where: { ...waiting, modelId: { in: modelIds }, NOT: { model } },
    }),
  ]);
  refuse(pictures + (written ? texts : 0), 'pictures and texts are waiting already');
  if (asked === 'text') refuse(texts, 'texts are waiting already');
  refuse(elsewhere, 'pictures are waiting already for a worker that has this model');
}

/** What visitors write is anybody's. */
export const PROMPT_LICENCE = 'CC0-1.0';

/** The active model of that id, whoever has it; or the first that is offered. Throws NotFound. */
export async function activeModel(id: string | undefined) {
  const model = await prisma().model.findFirst({
    where: id === undefined ? await offered() : { id, status: 'ACTIVE' },
    include: { base: true },
    orderBy: { id: 'asc' },
  });
  if (model) return model;
  throw new NotFound(
    id === undefined
      ? 'There is no model that a worker has.'
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
