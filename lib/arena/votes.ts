import { v7 as uuidv7 } from 'uuid';
import { pool, prisma } from '@/lib/store/database';
import type { Outcome, Question } from '@/lib/store/generated/client';
import { leaveAfter } from './rotation';

/** An answer as a client sends it. */
export interface Ballot {
  readonly voterId: string;
  readonly matchupId: string;
  readonly question: Question;
  readonly outcome: Outcome;
  readonly idempotencyKey: string;
}

/**
 * What became of a ballot: stored now or before (the same answer under the same key), or why not.
 */
export type Cast =
  'STORED' | 'UNKNOWN' | 'UNPROVEN' | 'CLOSED' | 'ANSWERED' | 'KEY_TAKEN' | 'TOO_EARLY';

/** How long an answer can be taken back. The page says ten; the rest is for slow networks. */
const UNDO_SECONDS = 12;

/** A matchup takes answers for so long, if its set is in the arena still. */
export const OPEN_FOR_HOURS = 24;

/** A vote that is stored has gone well; a worker sees to its set within seconds. */
const SEEN_AGAIN = () => undefined;

/** One statement, so that a vote is stored with its matchup's new state or not at all. */
const CAST = `
  WITH matchup AS (
    SELECT m.id FROM "Matchup" m
    JOIN "Voter" o ON o.id = m."voterId" AND o."provenAt" IS NOT NULL AND o."bannedAt" IS NULL
    WHERE m.id = $2 AND m."voterId" = $3 AND m.state = 'OPEN'
      AND m."createdAt" > now() - $7::int * interval '1 hour'
      AND ($4 = 'ALIGNMENT' OR EXISTS (
        SELECT 1 FROM "Vote" v
        WHERE v."matchupId" = m.id AND v.question = 'ALIGNMENT' AND v."withdrawnAt" IS NULL))
    FOR UPDATE OF m
  ), answer AS (
    INSERT INTO "Vote" (id, "matchupId", question, outcome, "idempotencyKey")
    SELECT $1, matchup.id, $4::"Question", $5::"Outcome", $6 FROM matchup
    ON CONFLICT ("matchupId", question) DO UPDATE
      SET outcome = EXCLUDED.outcome, "idempotencyKey" = EXCLUDED."idempotencyKey",
          "createdAt" = now(), "withdrawnAt" = NULL
      WHERE "Vote"."withdrawnAt" IS NOT NULL
        AND "Vote"."idempotencyKey" <> EXCLUDED."idempotencyKey"
    RETURNING question
  ), closed AS (
    UPDATE "Matchup" SET state = 'DECIDED', "closedAt" = now()
    WHERE id = $2 AND EXISTS (SELECT 1 FROM answer WHERE question = 'OVERALL')
  )
  SELECT question FROM answer`;

const UNIQUE_VIOLATION = '23505';

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}

async function tryToCast(ballot: Ballot): Promise<Cast> {
  const { voterId, matchupId, question, outcome, idempotencyKey } = ballot;
  try {
    const values = [uuidv7(), matchupId, voterId, question, outcome, idempotencyKey];
    const { rowCount } = await pool().query(CAST, [...values, OPEN_FOR_HOURS]);
    if (rowCount) {
      if (question === 'OVERALL') await leaveAfter(matchupId).catch(SEEN_AGAIN);
      return 'STORED';
    }
  } catch (error) {
    // The key of this answer is another matchup's; the same matchup's would be in the way before.
    if (isUniqueViolation(error)) return 'KEY_TAKEN';
    throw error;
  }
  const matchup = await prisma().matchup.findFirst({
    where: { id: matchupId, voterId },
    include: { votes: true, voter: true },
  });
  if (!matchup) return 'UNKNOWN';
  if (!matchup.voter.provenAt) return 'UNPROVEN';
  const before = matchup.votes.find((vote) => vote.question === question);
  if (before && !before.withdrawnAt) {
    const same = before.idempotencyKey === idempotencyKey && before.outcome === outcome;
    return same ? 'STORED' : 'ANSWERED';
  }
  if (before?.idempotencyKey === idempotencyKey) return 'CLOSED';
  const over = Date.now() - matchup.createdAt.getTime() >= OPEN_FOR_HOURS * 3_600_000;
  return matchup.state === 'OPEN' && !over ? 'TOO_EARLY' : 'CLOSED';
}

/**
 * Stores an answer once, however often and from wherever it is sent at the same time. The answer to
 * OVERALL decides the matchup.
 */
export async function castVote(ballot: Ballot): Promise<Cast> {
  const cast = await tryToCast(ballot);
  // The first question is never too early: another request has brought the voter's proof in between.
  return cast === 'TOO_EARLY' && ballot.question === 'ALIGNMENT' ? tryToCast(ballot) : cast;
}

/** The last answer is the one to OVERALL where the matchup is decided, or else the one to ALIGNMENT. */
const UNDO = `
  WITH undoable AS (
    SELECT m.id, CASE m.state WHEN 'DECIDED' THEN 'OVERALL' ELSE 'ALIGNMENT' END::"Question" AS last
    FROM "Matchup" m
    WHERE m.id = $1 AND m."voterId" = $2 AND m.state IN ('OPEN', 'DECIDED') AND m."publishedAt" IS NULL
    FOR UPDATE
  ), taken AS (
    UPDATE "Vote" v SET "withdrawnAt" = now() FROM undoable
    WHERE v."matchupId" = undoable.id AND v.question = undoable.last AND v."withdrawnAt" IS NULL
      AND v."createdAt" > now() - $3::int * interval '1 second'
    RETURNING undoable.id
  )
  UPDATE "Matchup" SET state = 'OPEN', "closedAt" = NULL WHERE id IN (SELECT id FROM taken)`;

/**
 * Takes back what the voter last said of a matchup, within seconds, so that its question is open again. Never once
 * its painters are told: whoever could vote, look, and take back what they do not like would keep the votes for one
 * model. False when there is nothing (more) to take back.
 */
export async function undoVotes(voterId: string, matchupId: string): Promise<boolean> {
  const { rowCount } = await pool().query(UNDO, [matchupId, voterId, UNDO_SECONDS]);
  return rowCount === 1;
}

/** Closes an open matchup without (further) answers; what was answered stays. False when none is open. */
export async function skipMatchup(voterId: string, matchupId: string): Promise<boolean> {
  const { count } = await prisma().matchup.updateMany({
    where: { id: matchupId, voterId, state: 'OPEN' },
    data: { state: 'SKIPPED', closedAt: new Date() },
  });
  if (count === 1) await leaveAfter(matchupId).catch(SEEN_AGAIN);
  return count === 1;
}
