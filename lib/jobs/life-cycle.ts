import { pool } from '@/lib/store/database';
import type { Abilities } from '@/lib/models/at-hand';
import { isFinal, LeaseLost, sentenceOf } from './context';

/** A job that ended so many workers is given up. */
const MAX_ATTEMPTS = 3;

/** How many pictures of a comparison are generated in one batch; more would need much memory. */
const MAX_BATCH_SIZE = 16;

/** A table whose rows are jobs. */
interface Kind {
  readonly table: string;
  /** SQL: whether a worker may take the row `j`; `$2` are the ids of its models, `$3` says whether it writes. */
  readonly suits: string;
  /** SQL: what was done half is as if it had never been begun. */
  readonly afresh: string;
  /** SQL: what has a meaning only while it is being done. */
  readonly ended?: string;
  /** What ended the worker, for a sentence. */
  readonly doing: string;
}

/**
 * Every kind of work, in the order in which it is taken: somebody watches a text being written, and it is short; a
 * curator waits for a model; a routine is due and short; pictures have a priority of their own.
 */
const KINDS = {
  enrichment: {
    table: '"Enrichment"',
    suits: '$3::boolean',
    afresh: `text = ''`,
    doing: 'Writing this text',
  },
  modelTask: {
    table: '"ModelTask"',
    // Once no worker has that model anybody may take it, to say so.
    suits: `(j."modelId" IS NULL OR j."modelId" = ANY($2::text[])
      OR NOT EXISTS (SELECT 1 FROM "_AtHand" has WHERE has."A" = j."modelId"))`,
    afresh: 'hashed = 0, file = NULL',
    ended: 'file = NULL',
    doing: 'Doing this',
  },
  routine: {
    table: '"Routine"',
    suits: 'j."dueAt" <= now()',
    afresh: 'error = NULL',
    doing: 'Doing this',
  },
  generation: {
    table: '"Generation"',
    suits: 'j."modelId" = ANY($2::text[])',
    afresh: '"currentStep" = 0, "previewSha256" = NULL',
    ended: '"previewSha256" = NULL',
    doing: 'Painting this picture',
  },
} as const satisfies Record<string, Kind>;

export type JobKind = keyof typeof KINDS;

const ALL: readonly Kind[] = Object.values(KINDS);

/** Rows of one kind that one worker does together. */
export interface Job {
  readonly kind: JobKind;
  readonly ids: readonly string[];
}

/** What a row says while this worker does it; an update that no row fits has lost its lease. */
export function heldBy(workerId: string) {
  return { workerId, status: 'RUNNING' } as const;
}

const BEGIN = `status = 'RUNNING', "workerId" = $1, "startedAt" = now(), attempts = attempts + 1`;

/**
 * SQL: when each of those who wait for something of a table had their last turn, never being first: so askers take turns,
 * and nobody's many keep anybody's first one waiting. Whoever nobody knows is one asker, of each priority where there
 * are several.
 */
function lastTurns(table: string, priority?: string): string {
  const ofIt = (row: string) => (priority ? ` AND ${row}.${priority} = w.priority` : '');
  return `
  SELECT w."askedById", CASE WHEN w."askedById" IS NULL
    THEN (SELECT max(g."startedAt") FROM ${table} g WHERE g."askedById" IS NULL${ofIt('g')})
    ELSE (SELECT max(g."startedAt") FROM ${table} g WHERE g."askedById" = w."askedById") END AS turn
  FROM (SELECT q."askedById", max(${priority ? `q.${priority}` : '0'}) AS priority
    FROM ${table} q WHERE q.status = 'QUEUED' GROUP BY 1) w`;
}

/** SQL: whether a worker of the kinds `$4` may take a row of that kind. */
const asked = (kind: JobKind) => `'${kind}' = ANY($4::text[]) AND ${KINDS[kind].suits}`;

/** SQL: the kind's next row, unless a kind before it has one, and those that are done with it; then all as begun. */
function taken(kind: JobKind, before: readonly string[]): string[] {
  const { table, afresh }: Kind = KINDS[kind];
  const suits = asked(kind);
  const unless = before.map((name) => ` AND NOT EXISTS (SELECT 1 FROM "next_${name}")`).join('');
  const begin = (ids: string) =>
    `"${kind}" AS (UPDATE ${table} SET ${BEGIN}, ${afresh} WHERE id IN (${ids}) RETURNING id)`;
  if (kind === 'enrichment') {
    return [
      `written AS MATERIALIZED (${lastTurns(table)})`,
      `"next_${kind}" AS MATERIALIZED (
        SELECT j.id FROM ${table} j JOIN written s ON s."askedById" IS NOT DISTINCT FROM j."askedById"
        WHERE j.status = 'QUEUED' AND ${suits}${unless}
        ORDER BY s.turn NULLS FIRST, j."createdAt", j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED)`,
      begin(`SELECT id FROM "next_${kind}"`),
    ];
  }
  if (kind !== 'generation') {
    return [
      `"next_${kind}" AS MATERIALIZED (
        SELECT j.id FROM ${table} j WHERE j.status = 'QUEUED' AND ${suits}${unless}
        ORDER BY j."createdAt", j.id LIMIT 1 FOR UPDATE SKIP LOCKED)`,
      begin(`SELECT id FROM "next_${kind}"`),
    ];
  }
  return [
    `served AS MATERIALIZED (${lastTurns(table, 'priority')})`,
    `"next_${kind}" AS MATERIALIZED (
      SELECT j.id, j."comparisonId", m."baseId" FROM ${table} j JOIN "Model" m ON m.id = j."modelId"
      JOIN served s ON s."askedById" IS NOT DISTINCT FROM j."askedById"
      WHERE j.status = 'QUEUED' AND ${suits}${unless}
      ORDER BY j.priority DESC, s.turn NULLS FIRST, j."createdAt", j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED)`,
    // Those of its comparison that have the same base share its UNet.
    `batch AS MATERIALIZED (
      SELECT j.id FROM ${table} j JOIN "Model" m ON m.id = j."modelId"
      JOIN "next_${kind}" n ON n."comparisonId" = j."comparisonId" AND n."baseId" = m."baseId"
      WHERE j.status = 'QUEUED' AND ${suits} AND j.id <> n.id
      ORDER BY j.id LIMIT ${MAX_BATCH_SIZE - 1} FOR UPDATE OF j SKIP LOCKED)`,
    begin(`SELECT id FROM "next_${kind}" UNION ALL SELECT id FROM batch`),
  ];
}

function isKind(name: string): name is JobKind {
  return Object.hasOwn(KINDS, name);
}

const NAMES = Object.keys(KINDS).filter(isKind);
const CLAIM = `WITH ${NAMES.flatMap((kind, i) => taken(kind, NAMES.slice(0, i))).join(',\n')}
  ${NAMES.map((kind) => `SELECT '${kind}' AS kind, id FROM "${kind}"`).join(' UNION ALL ')}`;

/**
 * Takes the next job of those kinds that a worker of those abilities can do, in one statement: nobody else gets it.
 * Undefined when none waits.
 */
export async function claim(
  { models, writes }: Abilities,
  workerId: string,
  kinds: readonly JobKind[] = NAMES,
): Promise<Job | undefined> {
  const { rows } = await pool().query<{ kind: JobKind; id: string }>(CLAIM, [
    workerId,
    models,
    writes,
    kinds,
  ]);
  const [first] = rows;
  return first && { kind: first.kind, ids: rows.map(({ id }) => id).sort() };
}

const MINE = `WHERE id = ANY($2::text[]) AND "workerId" = $1 AND status = 'RUNNING'`;

/** Hands back what of a job is still this worker's, as if it had never been begun. */
export async function release({ kind, ids }: Job, workerId: string): Promise<void> {
  const { table, afresh } = KINDS[kind];
  await pool().query(
    `UPDATE ${table} SET status = 'QUEUED', "workerId" = NULL, attempts = attempts - 1, ${afresh} ${MINE}`,
    [workerId, ids],
  );
}

/** Ends what of a job is still this worker's, with one sentence that says why. */
export async function fail({ kind, ids }: Job, workerId: string, sentence: string): Promise<void> {
  const { table, ended }: Kind = KINDS[kind];
  const also = ended ? `, ${ended}` : '';
  await pool().query(
    `UPDATE ${table} SET status = 'FAILED', error = $3, "finishedAt" = now()${also} ${MINE}`,
    [workerId, ids, sentence],
  );
}

/**
 * Does a claimed job by `work`, from begun to outcome. An abort of `signal` hands it back. What repeating cannot help
 * becomes FAILED; anything else is thrown: the worker shall end, and its successor tries again.
 */
export async function runJob(
  job: Job,
  workerId: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (signal.aborted) await release(job, workerId);
    else if (isFinal(error)) await fail(job, workerId, sentenceOf(error));
    else throw error;
  }
}

/**
 * Queues again what workers other than those of the ids `alive` left half done; what has ended three workers becomes
 * FAILED. Returns how many rows were queued again.
 */
export async function recover(alive: readonly string[]): Promise<number> {
  let again = 0;
  for (const { table, afresh, ended, doing } of ALL) {
    const lost = `WHERE status = 'RUNNING' AND "workerId" <> ALL($1::text[])`;
    const queued = await pool().query(
      `UPDATE ${table} SET status = 'QUEUED', "workerId" = NULL, ${afresh} ${lost} AND attempts < ${MAX_ATTEMPTS}`,
      [alive],
    );
    again += queued.rowCount ?? 0;
    const also = ended ? `, ${ended}` : '';
    await pool().query(
      `UPDATE ${table} SET status = 'FAILED', "finishedAt" = now(), error = $2${also} ${lost}`,
      [alive, `${doing} ended the worker ${MAX_ATTEMPTS} times, so it was given up.`],
    );
  }
  return again;
}
