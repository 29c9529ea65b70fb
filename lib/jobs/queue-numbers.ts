import { pool, prisma } from '@/lib/store/database';

/** How the work of one kind goes. */
export interface QueueNumbers {
  readonly kind: 'pictures' | 'texts';
  readonly waiting: number;
  readonly running: number;
  /** Seconds that the oldest of those that wait has waited; null where none does. */
  readonly oldestWaitSeconds: number | null;
  /** Of what was finished within the last hour, the median of how long it waited; null where nothing was. */
  readonly waitSeconds: number | null;
  /** And of how long it took. */
  readonly runSeconds: number | null;
  readonly finishedLastHour: number;
}

/** What is painted for the arena tells of its sets, and waits behind everybody's: nobody's wait is told by it. */
const TABLES = [
  { kind: 'pictures', table: '"Generation"', told: 'NOT blind' },
  { kind: 'texts', table: '"Enrichment"', told: 'true' },
];

const NUMBERS = TABLES.map(
  ({ kind, table, told }) => `
  SELECT '${kind}' AS kind,
    count(*) FILTER (WHERE status = 'QUEUED')::int AS waiting,
    count(*) FILTER (WHERE status = 'RUNNING')::int AS running,
    extract(epoch FROM now() - min("createdAt") FILTER (WHERE status = 'QUEUED'))::float
      AS "oldestWaitSeconds",
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "startedAt" - "createdAt"))
      FILTER (WHERE status = 'SUCCEEDED'))::float AS "waitSeconds",
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "finishedAt" - "startedAt"))
      FILTER (WHERE status = 'SUCCEEDED'))::float AS "runSeconds",
    count(*) FILTER (WHERE status = 'SUCCEEDED')::int AS "finishedLastHour"
  FROM ${table}
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
