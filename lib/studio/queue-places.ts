import { hasWorker } from '@/lib/models/at-hand';
import { pool } from '@/lib/store/database';

/** SQL: the place of the Generation `g` in the queue, 1 for the next; null when it is not waiting. What nobody can paint is in nobody's way. */
export const PLACE = `
  CASE WHEN g.status = 'QUEUED' THEN 1 + (
    SELECT count(*) FROM "Generation" before
    WHERE before.status = 'QUEUED' AND ${hasWorker('before."modelId"')} AND (before.priority > g.priority
      OR (before.priority = g.priority AND before."createdAt" < g."createdAt"))
  )::int END`;

/** Where each of these pictures stands in the queue, in the same order. */
export async function queuePlaces(ids: readonly string[]): Promise<(number | null)[]> {
  const { rows } = await pool().query<{ id: string; place: number | null }>(
    `SELECT g.id, ${PLACE} AS place FROM "Generation" g WHERE g.id = ANY($1::text[])`,
    [ids],
  );
  const places = new Map(rows.map(({ id, place }) => [id, place]));
  return ids.map((id) => places.get(id) ?? null);
}
