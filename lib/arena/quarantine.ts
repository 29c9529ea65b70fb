import { suspiciousVoters, type Suspicion } from '@/lib/evaluation/integrity';
import { prisma } from '@/lib/store/database';
import { allVotes } from './exported-votes';
import { publicVoter } from './names';

/** The voters' ids by their public names. */
async function idsByName(): Promise<Map<string, string>> {
  const voters = await prisma().voter.findMany({ select: { id: true } });
  return new Map(voters.map(({ id }) => [publicVoter(id), id]));
}

/**
 * Sets aside the votes of everybody who answers as no honest voter would. Whoever was let back once stays.
 * Returns who is newly set aside, and why.
 */
export async function quarantineSuspicious(): Promise<Suspicion[]> {
  const suspicions = suspiciousVoters(await allVotes());
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
