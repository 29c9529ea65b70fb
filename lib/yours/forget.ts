import { randomUUID } from 'node:crypto';
import { holdArena } from '@/lib/arena/rotation';
import { votesChanged } from '@/lib/arena/tally';
import { prisma } from '@/lib/store/database';
import { afterErasing, eraseAll, PATIENCE } from './delete';

const COUNT = `
  SELECT count(*) FILTER (WHERE m."publishedAt" IS NULL)::int AS deleted,
    count(*) FILTER (WHERE m."publishedAt" IS NOT NULL)::int AS kept
  FROM "Vote" v JOIN "Matchup" m ON m.id = v."matchupId"
  WHERE m."voterId" = $1 AND v."withdrawnAt" IS NULL`;

/**
 * What becomes of each column that tells of a voter, in this order and in one transaction: SQL of $1, the voter, and $2, a
 * random name that nobody had before. A test fails for a column of the schema that is not here.
 */
export const FORGOTTEN = {
  // What everybody has read already stays, under a name that leads to nobody: otherwise whoever has many cookies could
  // keep those that helped a model. What nobody has read goes.
  'Vote.idempotencyKey': [
    `DELETE FROM "Vote" v USING "Matchup" m WHERE m.id = v."matchupId" AND m."voterId" = $1
       AND (m."publishedAt" IS NULL OR v."withdrawnAt" IS NOT NULL)`,
    `UPDATE "Vote" v SET "idempotencyKey" = gen_random_uuid()::text
     FROM "Matchup" m WHERE m.id = v."matchupId" AND m."voterId" = $1`,
  ],
  'Matchup.voterId': [
    `DELETE FROM "Matchup" WHERE "voterId" = $1 AND "publishedAt" IS NULL`,
    `INSERT INTO "Voter" (id, forgotten)
       SELECT $2::text, true WHERE EXISTS (SELECT 1 FROM "Matchup" WHERE "voterId" = $1)`,
    `UPDATE "Matchup" SET "voterId" = $2 WHERE "voterId" = $1`,
  ],
  // Votes that are set aside stay so.
  'Quarantine.voterId': [
    `UPDATE "Quarantine" SET "voterId" = $2
     WHERE "voterId" = $1 AND EXISTS (SELECT 1 FROM "Voter" WHERE id = $2)`,
    `DELETE FROM "Quarantine" WHERE "voterId" = $1`,
  ],
  'Rating.voterId': [`DELETE FROM "Rating" WHERE "voterId" = $1`],
  // A curator still has to look at what was reported.
  'Report.reporterId': [
    `DELETE FROM "Report" WHERE "reporterId" = $1 AND "settledAt" IS NOT NULL`,
    `UPDATE "Report" SET "reporterId" = NULL WHERE "reporterId" = $1`,
  ],
  'Decision.subjectId': [
    `UPDATE "Decision" SET "subjectId" = 'forgotten' WHERE subject IN ('VOTER', 'NETWORK') AND "subjectId" = $1`,
  ],
  'RateLimit.key': [`DELETE FROM "RateLimit" WHERE key LIKE '% voter ' || $1`],
  'Prompt.askedById': [`UPDATE "Prompt" SET "askedById" = NULL WHERE "askedById" = $1`],
  'PromptSet.importedById': [
    `UPDATE "PromptSet" SET "importedById" = NULL WHERE "importedById" = $1`,
  ],
  'Study.askedById': [`UPDATE "Study" SET "askedById" = NULL WHERE "askedById" = $1`],
  'Enrichment.askedById': [`UPDATE "Enrichment" SET "askedById" = NULL WHERE "askedById" = $1`],
  'Generation.askedById': [`UPDATE "Generation" SET "askedById" = NULL WHERE "askedById" = $1`],
  'Proposal.voterId': [`DELETE FROM "Proposal" WHERE "voterId" = $1`],
  // Its file goes at once, unless a picture was begun from it.
  'KeptPicture.broughtById': [
    `UPDATE "KeptPicture" SET "broughtById" = NULL, "keptAt" = 'epoch' WHERE "broughtById" = $1`,
  ],
  'Voter.network': [`UPDATE "Voter" SET network = NULL WHERE id = $1`],
  'Voter.id': [`DELETE FROM "Voter" WHERE id = $1`],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** How many answers went with a voter, and how many stay as nobody's. */
export interface Forgotten {
  readonly deleted: number;
  readonly kept: number;
}

/**
 * Breaks every tie between a cookie and what was done with it, all or nothing: answers that are published stay as
 * nobody's, all others are deleted. What they asked for stays, and nobody's name is on it; with `deleteAll` it is deleted.
 */
export async function forgetVoter(voterId: string, deleteAll = false): Promise<Forgotten> {
  const nobody = randomUUID();
  const forgotten = await prisma().$transaction(async (tx) => {
    // What is published meanwhile would be deleted, or what is deleted be published.
    await holdArena(tx);
    if (deleteAll) await eraseAll(tx, voterId);
    const [counted] = await tx.$queryRawUnsafe<Forgotten[]>(COUNT, voterId);
    for (const statement of Object.values(FORGOTTEN).flat()) {
      const values = statement.includes('$2') ? [voterId, nobody] : [voterId];
      await tx.$executeRawUnsafe(statement, ...values);
    }
    await votesChanged(tx);
    return counted ?? { deleted: 0, kept: 0 };
  }, PATIENCE);
  await afterErasing();
  return forgotten;
}
