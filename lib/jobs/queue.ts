import PgBoss from 'pg-boss';
import { z } from 'zod';
import type { Abilities } from '@/lib/models/at-hand';
import { pool } from '@/lib/store/database';
import { nudgeWorkers } from './nudge';

const QUEUE = 'task';
const taskSchema = z.object({
  kind: z.enum(['generation', 'enrichment', 'modelTask']),
  id: z.string(),
});

/** What a worker is to do: paint the Generation, write the Enrichment or do the ModelTask of that id. */
export type Task = Readonly<z.infer<typeof taskSchema>>;

/** Somebody watches an enrichment being written, and it is short: it goes before every picture. */
export const ENRICHMENT_PRIORITY = 3;

/** A curator waits for it: it goes before every picture. */
export const MODEL_TASK_PRIORITY = 2;

/**
 * The queue only wakes workers: the row of a task says what is to be done, and claiming it is
 * atomic. So a job may come twice without harm, and pg-boss never needs to retry one.
 */
let started: Promise<PgBoss> | undefined;

async function start(migrate: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool().query(text, values) },
    migrate,
    supervise: false,
    schedule: false,
  });
  boss.on('error', (error) => console.error(error));
  return boss.start();
}

function queue(): Promise<PgBoss> {
  started ??= start(false).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

/** Creates or updates the queue's own tables; once, before anything uses it. */
export async function prepareQueue(): Promise<void> {
  const boss = await start(true);
  // "short": at most one waiting job per task, however often it is enqueued.
  await boss.createQueue(QUEUE, { name: QUEUE, policy: 'short', retryLimit: 0 });
  await boss.stop({ graceful: false, close: false });
}

/** Wakes a worker for a queued task. Repeating it does no harm. */
export async function enqueue(task: Task, priority = 1): Promise<void> {
  await enqueueAll([task], priority);
}

/** Wakes the workers for queued tasks, however many, at once. Repeating it does no harm. */
export async function enqueueAll(tasks: readonly Task[], priority = 1): Promise<void> {
  const boss = await queue();
  await boss.insert(
    tasks.map((task) => ({ name: QUEUE, data: task, priority, singletonKey: task.id })),
  );
  await nudgeWorkers();
}

/**
 * Takes a waiting job, as pg-boss itself would: but none whose task another worker must do. A model's task may go to
 * anybody once no worker has that model, to be told so.
 */
const TAKE = `
  WITH next AS (
    SELECT j.id FROM pgboss.job j
    WHERE j.name = $1 AND j.state = 'created'
      AND NOT EXISTS (
        SELECT 1 FROM "Generation" g
        WHERE g.id = j.singleton_key AND g.status = 'QUEUED' AND g."modelId" <> ALL($2))
      AND NOT EXISTS (
        SELECT 1 FROM "Enrichment" e
        WHERE e.id = j.singleton_key AND e.status = 'QUEUED' AND NOT $3)
      AND NOT EXISTS (
        SELECT 1 FROM "ModelTask" t JOIN "_AtHand" w ON w."A" = t."modelId"
        WHERE t.id = j.singleton_key AND t.status = 'QUEUED' AND t."modelId" <> ALL($2))
    ORDER BY j.priority DESC, j.created_on, j.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
  )
  UPDATE pgboss.job j SET state = 'active', started_on = now()
  FROM next WHERE j.name = $1 AND j.id = next.id
  RETURNING j.id, j.data`;

/** The next waiting task that a worker can do, highest priority first, and its job's id; undefined when none waits. */
export async function takeJob({
  models,
  writes,
}: Abilities): Promise<{ jobId: string; task: Task } | undefined> {
  const { rows } = await pool().query<{ id: string; data: unknown }>(TAKE, [QUEUE, models, writes]);
  const [job] = rows;
  return job && { jobId: job.id, task: taskSchema.parse(job.data) };
}

/** Removes a taken job, whatever became of its task: the row has the outcome. */
export async function finishJob(jobId: string): Promise<void> {
  const boss = await queue();
  await boss.deleteJob(QUEUE, jobId);
}

/** Queued tasks that no waiting job stands for: whoever made them died before enqueuing. */
export async function orphanedTasks(): Promise<(Task & { priority: number })[]> {
  const { rows } = await pool().query<Task & { priority: number }>(
    `SELECT * FROM (
       SELECT 'generation' AS kind, id, priority, "createdAt" FROM "Generation"
       WHERE status = 'QUEUED'
       UNION ALL
       SELECT 'enrichment', id, $2::int, "createdAt" FROM "Enrichment" WHERE status = 'QUEUED'
       UNION ALL
       SELECT 'modelTask', id, $3::int, "createdAt" FROM "ModelTask" WHERE status = 'QUEUED'
     ) waiting
     WHERE NOT EXISTS (
       SELECT 1 FROM pgboss.job j
       WHERE j.name = $1 AND j.singleton_key = waiting.id AND j.state = 'created')
     ORDER BY priority DESC, "createdAt"`,
    [QUEUE, ENRICHMENT_PRIORITY, MODEL_TASK_PRIORITY],
  );
  return rows;
}

/** Stops using the queue, so that the process can end. */
export async function closeQueue(): Promise<void> {
  const boss = await started;
  started = undefined;
  await boss?.stop({ graceful: false, close: false });
}
