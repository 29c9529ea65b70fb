import { InvalidInput, NotFound, QueueFull } from '@/lib/problems';
import { byMethod } from '@/lib/methods';
import { blobs } from '@/lib/store/blobs';
import { hasWorker, living, LIVING, someWorkerLives } from '@/lib/models/at-hand';
import { pool, prisma } from '@/lib/store/database';
import { normalizePrompt } from './prompts';

/** What Sarovar asks for by itself has this priority; visitors go first, so it is in nobody's way. */
const NOBODYS_PRIORITY = 0;

/** Beyond this a newcomer would wait too long; better to say so at once. */
const MOST_WAITING = 200;

function refuse(count: number, waiting: string): void {
  if (count < MOST_WAITING) return;
  throw new QueueFull(`${count} ${waiting}; please try again in a while.`);
}

/** What waits: pictures that can be painted, those of some models that no worker has, and texts. */
const WAITING = `
  WITH living AS (SELECT writes FROM "WorkerHeartbeat" w WHERE ${LIVING}),
  pictures AS (
    SELECT g."modelId", NOT EXISTS (SELECT 1 FROM living) OR ${hasWorker('g."modelId"')} AS here
    FROM "Generation" g WHERE g.status = 'QUEUED' AND g.priority > $1::int
  )
  SELECT
    (SELECT count(*) FROM pictures WHERE here)::int AS pictures,
    (SELECT count(*) FROM pictures WHERE NOT here AND "modelId" = ANY($2::text[]))::int AS elsewhere,
    (SELECT count(*) FROM "Enrichment" WHERE status = 'QUEUED')::int AS texts,
    NOT EXISTS (SELECT 1 FROM living) OR EXISTS (SELECT 1 FROM living WHERE writes) AS written`;

interface Waiting {
  readonly pictures: number;
  readonly elsewhere: number;
  readonly texts: number;
  readonly written: boolean;
}

/**
 * Throws QueueFull when so much is waiting that a text, or pictures by the models of these ids, would wait too long.
 * What waits for a worker that can do it is in the way only of those who ask for the same.
 */
export async function refuseWhenFull(asked: 'text' | readonly string[]): Promise<void> {
  const modelIds = asked === 'text' ? [] : asked;
  const { rows } = await pool().query<Waiting>(WAITING, [NOBODYS_PRIORITY, modelIds]);
  for (const { pictures, elsewhere, texts, written } of rows) {
    refuse(pictures + (written ? texts : 0), 'pictures and texts are waiting already');
    if (asked === 'text') refuse(texts, 'texts are waiting already');
    refuse(elsewhere, 'pictures are waiting already for a worker that has this model');
  }
}

/** What visitors write is anybody's. */
export const PROMPT_LICENCE = 'CC0-1.0';

/** All active models with their bases, by method, and whether some living worker has them. */
export async function activeModels() {
  const models = await prisma().model.findMany({
    where: { status: 'ACTIVE' },
    include: { base: true, workers: { where: living(), take: 1, select: { id: true } } },
  });
  models.sort(byMethod);
  return models.map(({ workers, ...model }) => ({ ...model, atHand: workers.length > 0 }));
}

type ActiveModel = Awaited<ReturnType<typeof activeModels>>[number];

/** Those that are offered to whoever names none: at hand; while no worker lives nobody knows: then all. */
export async function offeredOf(active: readonly ActiveModel[]): Promise<readonly ActiveModel[]> {
  const atHand = active.filter((model) => model.atHand);
  return atHand.length > 0 || (await someWorkerLives()) ? atHand : active;
}

/** The one that came first. Throws NotFound where there is none. */
export function oldestOf(models: readonly ActiveModel[]): ActiveModel {
  const [oldest] = [...models].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (oldest) return oldest;
  throw new NotFound('There is no model yet.');
}

/** The one of that id, whoever has it. Throws NotFound. */
export function modelOf(active: readonly ActiveModel[], id: string | undefined): ActiveModel {
  const model = active.find((own) => own.id === id);
  if (model) return model;
  throw new NotFound('There is no active model of that id; ask for `models`.');
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
