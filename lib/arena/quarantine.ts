import type { Suspicion } from '@/lib/evaluation/integrity';
import type { Shown } from '@/lib/evaluation/integrity-choice';
import { suspicions as suspicionsOf } from '@/lib/evaluation/suspicions';
import { pool, prisma } from '@/lib/store/database';
import { allVotes } from './exported-votes';
import { publicVoter } from './names';
import { forgetOrigins, knownOrigins } from './origins';

/** The voters' ids by their public names. */
async function idsByName(): Promise<Map<string, string>> {
  const voters = await prisma().voter.findMany({ select: { id: true } });
  return new Map(voters.map(({ id }) => [publicVoter(id), id]));
}

/** The sampled pairs that are published, of voters who left so many of them that it may have been a choice. */
const SHOWN = `
  SELECT m."voterId" AS voter, m.state = 'DECIDED' AS answered,
    lm.name || '@' || left(lm."weightsSha256", 8) AS first, rm.name || '@' || left(rm."weightsSha256", 8) AS second
  FROM "Matchup" m
  JOIN "Generation" l ON l.id = m."leftId" JOIN "Model" lm ON lm.id = l."modelId"
  JOIN "Generation" r ON r.id = m."rightId" JOIN "Model" rm ON rm.id = r."modelId"
  WHERE m.kind = 'SAMPLED' AND m."publishedAt" IS NOT NULL AND m."voterId" IN (
    SELECT "voterId" FROM "Matchup" WHERE state <> 'DECIDED' AND "publishedAt" IS NOT NULL
    GROUP BY 1 HAVING count(*) >= 5)
  ORDER BY m.id`;

async function shownPairs(): Promise<Shown[]> {
  const { rows } = await pool().query<Shown>(SHOWN);
  return rows.map((row) => ({ ...row, voter: publicVoter(row.voter) }));
}

/**
 * Sets aside the votes of everybody who answers, alone or with others, as no honest voter would. Whoever was let back once stays.
 * Returns who is newly set aside, and why.
 */
export async function quarantineSuspicious(): Promise<Suspicion[]> {
  await forgetOrigins();
  const [shown, origins] = [await shownPairs(), await knownOrigins()];
  const suspicions = suspicionsOf(await allVotes(), { shown, origins });
  const ids = await idsByName();
  const known = await prisma().quarantine.findMany({ select: { voterId: true } });
  const before = new Set(known.map(({ voterId }) => publicVoter(voterId)));
  const fresh = suspicions.filter(({ voter }) => !before.has(voter) && ids.has(voter));
  await prisma().quarantine.createMany({
    data: fresh.map(({ voter, reasons }) => ({
      voterId: ids.get(voter) ?? '',
      reasons: reasons.map((reason) => ({ ...reason })),
    })),
    skipDuplicates: true,
  });
  return fresh;
}

/** Lets a voter's votes count again. False when they are not set aside. */
export async function liftQuarantine(publicName: string, because: string): Promise<boolean> {
  const voterId = (await idsByName()).get(publicName) ?? '';
  const { count } = await prisma().quarantine.updateMany({
    where: { voterId, liftedAt: null },
    data: { liftedAt: new Date(), liftedBecause: because },
  });
  return count === 1;
}

/** Everybody who is or was set aside, the first one first. */
export async function quarantineLog() {
  const rows = await prisma().quarantine.findMany({ orderBy: { createdAt: 'asc' } });
  return rows.map(({ voterId, ...row }) => ({ voter: publicVoter(voterId), ...row }));
}
