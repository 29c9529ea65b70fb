import { LEAST_DECIDED } from '@/lib/evaluation/held';
import { byMethod } from '@/lib/methods';
import { pool, prisma } from '@/lib/store/database';
import type { Model } from '@/lib/store/generated/client';
import { PUBLISHED } from './published';

/** What people said of two models on one prompt; the first one by method, then by name, is `first`. */
export interface PairVotes {
  readonly first: Model;
  readonly second: Model;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly bothBad: number;
}

interface Row extends Omit<PairVotes, 'first' | 'second'> {
  readonly comparisonId: string;
  readonly one: string;
  readonly other: string;
}

/** Of each comparison the answers on its text, a longer version apart from the short one, whichever set they were about. */
const COUNTS = `
  WITH asked AS (
    SELECT m.*, c.id AS "askedId", l."modelId" AS "leftModel", r."modelId" AS "rightModel"
    FROM "Comparison" c
    JOIN "Matchup" m ON m."promptId" = c."promptId" AND m.kind = 'SAMPLED' AND m.state <> 'WITHDRAWN'
      AND m."publishedAt" IS NOT NULL
    JOIN "Generation" l ON l.id = m."leftId" AND l."enrichmentId" IS NOT DISTINCT FROM c."enrichmentId"
    JOIN "Generation" r ON r.id = m."rightId"
    WHERE c.id = ANY($1::text[])
  ), counted AS (
    SELECT m."voterId" FROM "Matchup" m
    JOIN "Vote" v ON v."matchupId" = m.id AND v.question = 'OVERALL' AND ${PUBLISHED}
    WHERE m."voterId" IN (SELECT "voterId" FROM asked) AND NOT EXISTS (
      SELECT 1 FROM "Quarantine" q WHERE q."voterId" = m."voterId" AND q."liftedAt" IS NULL)
    GROUP BY 1 HAVING count(*) >= ${LEAST_DECIDED}
  ), said AS (
    SELECT m."askedId", least(m."leftModel", m."rightModel") AS one,
      greatest(m."leftModel", m."rightModel") AS other, v.outcome,
      (v.outcome = 'LEFT') = (m."leftModel" < m."rightModel") AS "isOne"
    FROM asked m JOIN counted USING ("voterId")
    JOIN "Vote" v ON v."matchupId" = m.id AND v.question = 'ALIGNMENT' AND ${PUBLISHED}
  )
  SELECT "askedId" AS "comparisonId", one, other,
    count(*) FILTER (WHERE outcome IN ('LEFT', 'RIGHT') AND "isOne")::int AS wins,
    count(*) FILTER (WHERE outcome IN ('LEFT', 'RIGHT') AND NOT "isOne")::int AS losses,
    count(*) FILTER (WHERE outcome = 'TIE')::int AS ties,
    count(*) FILTER (WHERE outcome = 'BOTH_BAD')::int AS "bothBad"
  FROM said GROUP BY 1, 2, 3`;

/**
 * Of each of these comparisons what people said of its prompt's pictures, for each two models: published answers to ALIGNMENT that
 * make rankings, and none about a set that is in the arena still.
 */
export async function votesOnPrompts(comparisonIds: readonly string[]): Promise<PairVotes[][]> {
  const { rows } = await pool().query<Row>(COUNTS, [comparisonIds]);
  const ids = [...new Set(rows.flatMap(({ one, other }) => [one, other]))];
  const models =
    ids.length > 0 ? await prisma().model.findMany({ where: { id: { in: ids } } }) : [];
  const byId = new Map(models.map((model) => [model.id, model]));
  return comparisonIds.map((id) =>
    rows
      .filter(({ comparisonId }) => comparisonId === id)
      .flatMap(({ one, other, wins, losses, ties, bothBad }) => {
        const [first, second] = [byId.get(one), byId.get(other)];
        if (!first || !second) return [];
        return byMethod(first, second) < 0
          ? { first, second, wins, losses, ties, bothBad }
          : { first: second, second: first, wins: losses, losses: wins, ties, bothBad };
      })
      .sort((a, b) => byMethod(a.first, b.first) || byMethod(a.second, b.second)),
  );
}
