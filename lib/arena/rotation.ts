import { LEAST_DECIDED } from '@/lib/evaluation/held';
import { pool, prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { LOOKING, refreshArenaPool } from './pool';
import { votesChanged } from './tally';

/** Whoever has not proven any work keeps a set for as long as a first look takes: their cookie costs nothing. */
const LOOKING_AT_FIRST = "interval '2 minutes'";

/** A pair that is to be shown once more keeps its set for so long: then its voter has gone. */
const UNTIL_REPEATED = "interval '60 minutes'";

/** With few votes a set is published in the end, too, whoever looks at it; and without any. */
const LONGEST = "interval '7 days'";
const LONGEST_UNJUDGED = "interval '30 days'";

/** So many sets of a base stay, or half of what is admitted to it: however fast one judges, there is something to judge. */
const RESERVE = 6;

/** So many sets leave in so long for judgements of voters whose votes do not count, yet or any more. */
const UNCOUNTED_LATELY = 6;
const LATELY = "interval '10 minutes'";

/** SQL: the base of the set `set`. */
const baseOf = (set: string) => `(
  SELECT p."baseId" FROM "Generation" g JOIN "Model" p ON p.id = g."modelId"
  WHERE g."comparisonId" = ${set}.id LIMIT 1)`;

/** SQL: whether the set `c` is on somebody's screen, or is to come back to somebody's. */
const AWAITED = `
  EXISTS (
    SELECT 1 FROM "Generation" g CROSS JOIN LATERAL (
      SELECT l.* FROM "Matchup" l WHERE l."leftId" = g.id
      UNION ALL SELECT r.* FROM "Matchup" r WHERE r."rightId" = g.id) m
    WHERE g."comparisonId" = c.id AND m."publishedAt" IS NULL AND (
      (m.state = 'OPEN' AND m."createdAt" > now() - (
        SELECT CASE WHEN v."provenAt" IS NULL THEN ${LOOKING_AT_FIRST} ELSE ${LOOKING} END
        FROM "Voter" v WHERE v.id = m."voterId" AND v."bannedAt" IS NULL))
      OR (m."toRepeat" AND m.state = 'DECIDED' AND m."closedAt" > now() - ${UNTIL_REPEATED}
        AND NOT EXISTS (
          SELECT 1 FROM "Matchup" again WHERE again."repeatsId" = m.id AND again.state <> 'OPEN'))))`;

/** SQL: how often the set `set` was judged, by whomever or by voters for whom `who` holds. */
const judged = (set: string, who = 'true') => `(
  SELECT count(*) FROM "Matchup" m JOIN "Voter" v ON v.id = m."voterId"
  WHERE m."comparisonId" = ${set}.id AND m.kind = 'SAMPLED' AND m.state = 'DECIDED' AND ${who})`;

/** SQL: whether the votes of the voter `v` count, or will once they are published. */
const COUNTS = `
  v."bannedAt" IS NULL
  AND NOT EXISTS (SELECT 1 FROM "Quarantine" q WHERE q."voterId" = v.id AND q."liftedAt" IS NULL)
  AND (SELECT count(*) FROM (
    SELECT 1 FROM "Matchup" o WHERE o."voterId" = v.id AND o.state = 'DECIDED'
    ORDER BY o."closedAt" LIMIT ${LEAST_DECIDED}) o) = ${LEAST_DECIDED}`;

/**
 * SQL: whether the set `c` was judged enough: by voters whose votes count; or by others, too, as long as few sets have
 * left for that lately. Else whoever throws cookies away uses up what was painted for votes that count.
 */
const JUDGED_ENOUGH = `(${judged('c')} >= c.judgements AND (${judged('c', COUNTS)} >= c.judgements OR (
  SELECT count(*) FROM "Comparison" o
  WHERE o.arena = 'LEFT' AND o."leftAt" > now() - ${LATELY}
    AND ${judged('o', COUNTS)} < o.judgements) < ${UNCOUNTED_LATELY}))`;

/** SQL: whether enough sets of its base stay when the set `c` leaves. */
const SPARED = `(
  SELECT count(*) FROM "Comparison" o
  WHERE o.arena = 'OPEN' AND o.id <> c.id AND ${baseOf('o')} = ${baseOf('c')}) >= least(${RESERVE}, (
    SELECT count(*) FROM "ArenaEntry" e WHERE e.state = 'ADMITTED' AND e."baseId" = ${baseOf('c')}) / 2)`;

/**
 * SQL: of the open sets `c` for which `which` holds those whose time has come. What costs little and holds of few comes
 * first: a vote waits for it.
 */
const due = (which: string) => `
  WITH asked AS MATERIALIZED (SELECT * FROM "Comparison" c WHERE c.arena = 'OPEN' AND ${which})
  SELECT c.id FROM asked c
  WHERE (((${JUDGED_ENOUGH} AND ${SPARED})
      OR EXISTS (
        SELECT 1 FROM "Comparison" o
        WHERE o.arena = 'OPEN' AND o."entryId" = c."entryId" AND o.id > c.id))
    AND NOT ${AWAITED})
    OR (c."openedAt" < now() - ${LONGEST} AND ${judged('c')} > 0)
    OR c."openedAt" < now() - ${LONGEST_UNJUDGED}
  ORDER BY c.id`;

const ANY_DUE = due('true');
const THIS_DUE = due('c.id = $1');

/** Of the two pictures of the matchup $1. */
const DUE_AFTER = due(`c.id IN (
  SELECT g."comparisonId" FROM "Matchup" m JOIN "Generation" g ON g.id IN (m."leftId", m."rightId")
  WHERE m.id = $1)`);

/** SQL: the matchups with a picture of the set $1. */
const OF_SET = `
  SELECT l.id FROM "Generation" g JOIN "Matchup" l ON l."leftId" = g.id WHERE g."comparisonId" = $1
  UNION SELECT r.id FROM "Generation" g JOIN "Matchup" r ON r."rightId" = g.id WHERE g."comparisonId" = $1`;

/** One set leaves after the other, so that the second of two that share a matchup sees that the first has left. */
const ONE_AFTER_THE_OTHER = "SELECT pg_advisory_xact_lock(hashtext('a set leaves the arena'))";

/**
 * What is published: the set, its pictures, and its matchups but those whose other picture is of a set that stays. None
 * of them takes answers any more.
 */
const PUBLISH = [
  `UPDATE "Comparison" SET arena = 'LEFT', "leftAt" = now() WHERE id = $1`,
  `UPDATE "Generation" SET blind = false WHERE "comparisonId" = $1`,
  `UPDATE "Matchup" SET state = 'SKIPPED', "closedAt" = now() WHERE state = 'OPEN' AND id IN (${OF_SET})`,
  `UPDATE "Matchup" m SET "publishedAt" = now() FROM "Generation" l, "Generation" r
   WHERE l.id = m."leftId" AND r.id = m."rightId" AND NOT l.blind AND NOT r.blind
     AND m."publishedAt" IS NULL AND m.id IN (${OF_SET})`,
];

interface Row {
  readonly id: string;
}

/** Lets no set leave the arena before the transaction ends. */
export async function holdArena(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRawUnsafe(ONE_AFTER_THE_OTHER);
}

/**
 * Publishes these sets whatever they wait for, as any set is when its time has come: open pairs are closed, so that nobody
 * judges one with open eyes. For a transaction that takes their pictures away; `refreshArenaPool` after it.
 */
export async function leaveNow(
  tx: Prisma.TransactionClient,
  sets: readonly string[],
): Promise<void> {
  if (sets.length === 0) return;
  await holdArena(tx);
  for (const id of sets.toSorted()) {
    await tx.$queryRaw`SELECT id FROM "Comparison" WHERE id = ${id} FOR UPDATE`;
    for (const statement of PUBLISH) await tx.$executeRawUnsafe(statement, id);
  }
  await votesChanged(tx);
}

/** Publishes a set whole if its time has come, however many ask for it at once. Returns whether it did. */
async function leave(id: string): Promise<boolean> {
  const left = await prisma().$transaction(async (tx) => {
    await holdArena(tx);
    // Whoever draws one of its pairs holds it, too, so that nobody is shown one that has just been published.
    await tx.$queryRaw`SELECT id FROM "Comparison" WHERE id = ${id} FOR UPDATE`;
    const due = await tx.$queryRawUnsafe<Row[]>(THIS_DUE, id);
    if (due.length === 0) return false;
    for (const statement of PUBLISH) await tx.$executeRawUnsafe(statement, id);
    await votesChanged(tx);
    return true;
  });
  if (left) refreshArenaPool();
  return left;
}

/**
 * Publishes those sets that leave the arena: they were judged enough and others are left, or long ago, or there is a newer
 * one of the same prompt; and nobody has a pair of theirs on the screen. Returns how many.
 */
export async function leaveArena(): Promise<number> {
  return leaveAll((await pool().query<Row>(ANY_DUE)).rows);
}

/** The same of the sets of a matchup that has just been closed. */
export async function leaveAfter(matchupId: string): Promise<void> {
  await leaveAll((await pool().query<Row>(DUE_AFTER, [matchupId])).rows);
}

async function leaveAll(sets: readonly Row[]): Promise<number> {
  let count = 0;
  for (const { id } of sets) if (await leave(id)) count += 1;
  return count;
}
