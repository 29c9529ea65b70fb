import { at } from '@/lib/at';
import { hasWorker, LIVING } from '@/lib/models/at-hand';
import { QueueFull } from '@/lib/problems';
import { pool } from '@/lib/store/database';

/** What Sarovar asks for by itself has this priority; visitors go first, so it is in nobody's way. */
const NOBODYS_PRIORITY = 0;

/** Beyond this a newcomer would wait too long; better to say so at once. */
const MOST_WAITING = 200;

/** How fast the queue moves is how many jobs ended in the last so many seconds. */
const LATELY_SECONDS = 300;

/** Nobody is sent away for longer, or for a moment only. */
const WAITS = { least: 2, most: 600 };

/** What waits: pictures that can be painted, those of some models that no worker has, and texts. */
const WAITING = `
  WITH living AS (SELECT writes, paints FROM "WorkerHeartbeat" w WHERE ${LIVING}),
  pictures AS (
    SELECT g."modelId", NOT EXISTS (SELECT 1 FROM living WHERE paints) OR ${hasWorker('g."modelId"')} AS here
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

const LATELY = `"finishedAt" > now() - ${LATELY_SECONDS} * interval '1 second' AND "startedAt" IS NOT NULL`;

/** What has ended lately, of the same kinds; read only where somebody is sent away. */
const MOVED = `
  WITH pictures AS (SELECT "modelId" FROM "Generation" WHERE ${LATELY} AND priority > $1::int)
  SELECT
    (SELECT count(*) FROM pictures)::int AS pictures,
    (SELECT count(*) FROM pictures WHERE "modelId" = ANY($2::text[]))::int AS elsewhere,
    (SELECT count(*) FROM "Enrichment" WHERE ${LATELY})::int AS texts`;

type Moved = Readonly<Record<'pictures' | 'elsewhere' | 'texts', number>>;

/** After how many seconds there is room for one more, as fast as it has lately moved. */
function secondsUntilRoom(waiting: number, moved: number): number {
  const seconds = Math.ceil(((waiting - MOST_WAITING + 1) * LATELY_SECONDS) / moved);
  return Math.min(Math.max(seconds, WAITS.least), WAITS.most);
}

/**
 * Throws QueueFull when so much is waiting that a text, or pictures by the models of these ids, would wait too long.
 * What waits for a worker that can do it is in the way only of those who ask for the same.
 */
export async function refuseWhenFull(asked: 'text' | readonly string[]): Promise<void> {
  const values = [NOBODYS_PRIORITY, asked === 'text' ? [] : asked];
  const waiting = at((await pool().query<Waiting>(WAITING, values)).rows, 0);
  const { pictures, elsewhere, texts, written } = waiting;
  const queues = [
    { count: pictures + (written ? texts : 0), of: ['pictures', 'texts'] },
    { count: asked === 'text' ? texts : 0, of: ['texts'] },
    { count: elsewhere, of: ['elsewhere'] },
  ] as const;
  const full = queues.find(({ count }) => count >= MOST_WAITING);
  if (!full) return;
  const moved = at((await pool().query<Moved>(MOVED, values)).rows, 0);
  const ended = full.of.reduce((sum, kind) => sum + moved[kind], 0);
  const seconds = secondsUntilRoom(full.count, ended);
  const what = {
    pictures: 'pictures and texts are waiting already',
    texts: 'texts are waiting already',
    elsewhere: 'pictures are waiting already for a worker that has this model',
  }[full.of[0]];
  throw new QueueFull(`${full.count} ${what}; please try again in ${seconds} seconds.`, seconds);
}
