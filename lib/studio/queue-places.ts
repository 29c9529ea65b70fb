import { hasWorker } from '@/lib/models/at-hand';
import { pool } from '@/lib/store/database';

/**
 * SQL: a table of what waits, by its id, with its place, 1 for the next: askers take turns, so somebody's second picture
 * comes after everybody's first one. What nobody can paint is in nobody's way. What does not wait is not in it.
 */
export const PLACES = `(
  SELECT t.id, 1 + count(*) FILTER (WHERE t.here) OVER (
    ORDER BY t.priority DESC, t.turn, t."createdAt", t.id
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)::int AS place
  FROM (
    SELECT q.id, q.priority, q."createdAt", ${hasWorker('q."modelId"')} AS here,
      row_number() OVER (PARTITION BY q.priority, q."askedById" ORDER BY q."createdAt", q.id) AS turn
    FROM "Generation" q WHERE q.status = 'QUEUED') t)`;

/** Where each of these pictures stands in the queue, in the same order. */
export async function queuePlaces(ids: readonly string[]): Promise<(number | null)[]> {
  const { rows } = await pool().query<{ id: string; place: number }>(
    `SELECT p.id, p.place FROM ${PLACES} p WHERE p.id = ANY($1::text[])`,
    [ids],
  );
  const places = new Map(rows.map(({ id, place }) => [id, place]));
  return ids.map((id) => places.get(id) ?? null);
}
