import { hasWorker, LIVING } from '@/lib/models/at-hand';
import { QueueFull } from '@/lib/problems';
import { pool } from '@/lib/store/database';

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
