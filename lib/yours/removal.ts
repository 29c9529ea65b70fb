import { pool } from '@/lib/store/database';

/** What is left of something that its asker has deleted. */
export interface Removal {
  readonly deletedAt: Date;
  /** So many published votes on it stay. */
  readonly votes: number;
}

/** Nothing of a set is told that is in the arena: what is deleted has left it. */
const REMOVAL = `
  SELECT max(coalesce(g."deletedAt", p."deletedAt")) AS "deletedAt", (
    SELECT count(DISTINCT v.id)::int FROM "Vote" v JOIN "Matchup" m ON m.id = v."matchupId"
    WHERE v."withdrawnAt" IS NULL AND m."publishedAt" IS NOT NULL
      AND (m.id = $1 OR m."comparisonId" = $1 OR m."leftId" = $1 OR m."rightId" = $1)) AS votes
  FROM "Generation" g JOIN "Prompt" p ON p.id = g."promptId"
  WHERE (g."deletedAt" IS NOT NULL OR p."deletedAt" IS NOT NULL) AND NOT g.blind
    AND (g.id = $1 OR g."comparisonId" = $1 OR g.id IN (
      SELECT unnest(ARRAY["leftId", "rightId"]) FROM "Matchup" WHERE id = $1 AND "publishedAt" IS NOT NULL))`;

/**
 * What stood at the permalink of a picture, a comparison or a verdict before whoever asked for it deleted it, others having
 * voted on it; undefined of all else.
 */
export async function findRemoval(key: string): Promise<Removal | undefined> {
  const { rows } = await pool().query<{ deletedAt: Date | null; votes: number }>(REMOVAL, [key]);
  const [row] = rows;
  return row?.deletedAt ? { deletedAt: row.deletedAt, votes: row.votes } : undefined;
}
