import PgBoss from 'pg-boss';
import { z } from 'zod';
import { pool } from './database';
import { nudgeWorkers } from './nudge';

const QUEUE = 'generation';
const payload = z.object({ generationId: z.string() });

/**
 * The queue only wakes workers: the row of a Generation says what is to be done, and claiming it is
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
  // "short": at most one waiting job per generation, however often it is enqueued.
  await boss.createQueue(QUEUE, { name: QUEUE, policy: 'short', retryLimit: 0 });
  await boss.stop({ graceful: false, close: false });
}

/** Wakes a worker for a queued Generation. Repeating it does no harm. */
export async function enqueueGeneration(generationId: string, priority = 1): Promise<void> {
  const boss = await queue();
  await boss.send(QUEUE, { generationId }, { priority, singletonKey: generationId });
  await nudgeWorkers();
}

/** The next waiting job, highest priority first; undefined when there is none. */
export async function takeJob(): Promise<{ id: string; generationId: string } | undefined> {
  const boss = await queue();
  const [job] = await boss.fetch(QUEUE);
  return job && { id: job.id, generationId: payload.parse(job.data).generationId };
}

/** Removes a taken job, whatever became of its Generation: the row has the outcome. */
export async function finishJob(id: string): Promise<void> {
  const boss = await queue();
  await boss.deleteJob(QUEUE, id);
}

/** Queued Generations that no waiting job stands for: whoever made them died before enqueuing. */
export async function forgottenGenerations(): Promise<{ id: string; priority: number }[]> {
  const { rows } = await pool().query<{ id: string; priority: number }>(
    `SELECT id, priority FROM "Generation" g WHERE status = 'QUEUED' AND NOT EXISTS (
       SELECT 1 FROM pgboss.job j
       WHERE j.name = $1 AND j.singleton_key = g.id AND j.state = 'created')
     ORDER BY priority DESC, "createdAt"`,
    [QUEUE],
  );
  return rows;
}

/** Stops using the queue, so that the process can end. */
export async function closeQueue(): Promise<void> {
  const boss = await started;
  started = undefined;
  await boss?.stop({ graceful: false, close: false });
}
