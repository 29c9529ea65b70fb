import { LEAST_DECIDED } from '@/lib/evaluation/held';
import { pool } from '@/lib/store/database';
import { PUBLISHED } from './published';

/** SQL: whether the answers of the voter of the Matchup `m` are set aside. */
const SET_ASIDE = `EXISTS (
  SELECT 1 FROM "Quarantine" q WHERE q."voterId" = m."voterId" AND q."liftedAt" IS NULL)`;

/** SQL: the lower end of the 95 % interval of `wins` of `wins + losses` (Wilson, as in reliability.ts); null of none. */
const LOW = `(
  SELECT CASE WHEN n > 0 THEN
    greatest(0, (wins / n + z2 / (2 * n) - sqrt(z2 * (wins / n * (1 - wins / n) / n + z2 / (4 * n * n)))) / (1 + z2 / n))
  END FROM (SELECT (c.wins + c.losses)::float8 AS n, c.wins::float8 AS wins, 1.959964::float8 ^ 2 AS z2) own)`;

/** SQL: stores with the rows of a table how many answers to ALIGNMENT are about each. */
const countedWith = (table: string, column: string) => `
  UPDATE "${table}" t SET "voteCount" = own.votes
  FROM (
    SELECT id, coalesce(votes, 0) AS votes
    FROM (SELECT "${column}" AS id, count(*)::int AS votes FROM said WHERE question = 'ALIGNMENT' GROUP BY 1) now
    FULL JOIN (SELECT id FROM "${table}" WHERE "voteCount" > 0) before USING (id)) own
  WHERE t.id = own.id AND t."voteCount" <> own.votes`;

/**
 * Of each picture what the answers say that make rankings: published ones to sampled pairs, of voters who are neither set aside nor
 * held back. What is the same as before is not written.
 */
const COUNT = `
  WITH decided AS (
    SELECT m."voterId" FROM "Matchup" m JOIN "Vote" v ON v."matchupId" = m.id
    WHERE v.question = 'OVERALL' AND ${PUBLISHED} AND NOT ${SET_ASIDE}
    GROUP BY 1 HAVING count(*) >= ${LEAST_DECIDED}
  ), said AS (
    SELECT m."leftId", m."rightId", m."comparisonId", m."promptId", v.question, v.outcome
    FROM "Matchup" m JOIN decided USING ("voterId") JOIN "Vote" v ON v."matchupId" = m.id
    WHERE m.kind = 'SAMPLED' AND m.state <> 'WITHDRAWN' AND ${PUBLISHED}
  ), counted AS (
    SELECT "generationId", question,
      count(*) FILTER (WHERE outcome = won)::int AS wins,
      count(*) FILTER (WHERE outcome = lost)::int AS losses,
      count(*) FILTER (WHERE outcome = 'TIE')::int AS ties,
      count(*) FILTER (WHERE outcome = 'BOTH_BAD')::int AS "bothBad"
    FROM (
      SELECT "leftId" AS "generationId", question, outcome, 'LEFT'::"Outcome" AS won, 'RIGHT'::"Outcome" AS lost FROM said
      UNION ALL SELECT "rightId", question, outcome, 'RIGHT', 'LEFT' FROM said) sides
    GROUP BY 1, 2
  ), gone AS (
    DELETE FROM "PictureVotes" p WHERE NOT EXISTS (
      SELECT 1 FROM counted c WHERE c."generationId" = p."generationId" AND c.question = p.question)
  ), stored AS (
    INSERT INTO "PictureVotes" AS p ("generationId", question, wins, losses, ties, "bothBad")
    SELECT * FROM counted
    ON CONFLICT ("generationId", question) DO UPDATE SET wins = EXCLUDED.wins, losses = EXCLUDED.losses,
      ties = EXCLUDED.ties, "bothBad" = EXCLUDED."bothBad"
      WHERE (p.wins, p.losses, p.ties, p."bothBad")
        <> (EXCLUDED.wins, EXCLUDED.losses, EXCLUDED.ties, EXCLUDED."bothBad")
  ), comparisons AS (${countedWith('Comparison', 'comparisonId')}
  ), prompts AS (${countedWith('Prompt', 'promptId')}
  )
  UPDATE "Generation" g SET "voteCount" = own.votes, "winRateLow" = own.low
  FROM (
    SELECT coalesce(c."generationId", before.id) AS id,
      coalesce(c.wins + c.losses + c.ties + c."bothBad", 0) AS votes, ${LOW} AS low
    FROM (SELECT * FROM counted WHERE question = 'ALIGNMENT') c
    FULL JOIN (SELECT id FROM "Generation" WHERE "voteCount" > 0) before ON before.id = c."generationId") own
  WHERE g.id = own.id AND (g."voteCount", g."winRateLow") IS DISTINCT FROM (own.votes, own.low)`;

/**
 * Counts anew, of each picture, the published answers that make rankings: `PictureVotes`, and the columns of pictures,
 * comparisons and prompts that lists are put in order by. Of a picture that is in the arena there are none.
 */
export async function countPictureVotes(): Promise<void> {
  await pool().query(COUNT);
}
