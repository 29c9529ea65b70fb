import { LIVING } from '@/lib/models/at-hand';
import { pool, prisma } from '@/lib/store/database';

/** How the work of one kind goes. */
export interface QueueNumbers {
  readonly kind: 'pictures' | 'texts';
  readonly waiting: number;
  readonly running: number;
  /** Seconds that the oldest of those that visitors wait for has waited; null where none does. */
  readonly oldestWaitSeconds: number | null;
  /** Of what visitors got within the last hour, the median of how long it waited; null where nothing was. */
  readonly waitSeconds: number | null;
  /** Of all that was finished within the last hour, the median of how long it took. */
  readonly runSeconds: number | null;
  readonly finishedLastHour: number;
}

/** What is painted for the arena tells of its sets, and waits behind everybody's: nobody's wait is told by it. */
const TABLES = [
  {
    kind: 'pictures',
    table: '"Generation"',
    told: 'NOT blind',
    // What Sarovar asks for by itself has priority 0 and lets everybody go first: its waits are no visitor's.
    visitors: 'priority > 0',
    does: 'paints',
  },
  { kind: 'texts', table: '"Enrichment"', told: 'true', visitors: 'true', does: 'writes' },
];

/**
 * Waiting begins when there is a worker: how long Sarovar was off says nothing of how long anybody waits now. What was begun
 * by those of before is not told.
 */
const NUMBERS = TABLES.map(
  ({ kind, table, told, visitors, does }) => `
  SELECT '${kind}' AS kind,
    count(*) FILTER (WHERE status = 'QUEUED')::int AS waiting,
    count(*) FILTER (WHERE status = 'RUNNING')::int AS running,
    extract(epoch FROM now() - min(greatest("createdAt", here.since)) FILTER (WHERE status = 'QUEUED' AND ${visitors}))::float
      AS "oldestWaitSeconds",
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "startedAt" - greatest("createdAt", here.since)))
      FILTER (WHERE status = 'SUCCEEDED' AND ${visitors}
        AND "startedAt" >= coalesce(here.since, "startedAt")))::float AS "waitSeconds",
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "finishedAt" - "startedAt"))
      FILTER (WHERE status = 'SUCCEEDED'))::float AS "runSeconds",
    count(*) FILTER (WHERE status = 'SUCCEEDED')::int AS "finishedLastHour"
  FROM ${table} CROSS JOIN (
    SELECT min(w."startedAt") AS since FROM "WorkerHeartbeat" w WHERE w.${does} AND ${LIVING}) here
  WHERE ${told} AND (status IN ('QUEUED', 'RUNNING')
    OR (status = 'SUCCEEDED' AND "startedAt" IS NOT NULL AND "finishedAt" > now() - interval '1 hour'))`,
).join(' UNION ALL ');

/** How many pictures, but for those of the arena, and texts wait and are being made, and how long that takes now. */
export async function queueNumbers(): Promise<QueueNumbers[]> {
  return (await pool().query<QueueNumbers>(NUMBERS)).rows;
}

/** How many pictures wait, or are being painted, but for those of the arena. */
export function picturesThatAre(status: 'QUEUED' | 'RUNNING'): Promise<number> {
  return prisma().generation.count({ where: { status, blind: false } });
}
