import { prisma } from '@/lib/store/database';
import { Prisma } from '@/lib/store/generated/client';
import { nameUnder } from '@/lib/store/secrets';
import { votesChanged } from './tally';

/** An account at an issuer, under a key that nobody else has: all that is kept of it. */
export async function hashOfSubject(issuer: string, subject: string): Promise<string> {
  return nameUnder('verified-voter', JSON.stringify([issuer, subject]));
}

/** The voter who has signed in with that account. */
export async function verifiedVoter(subjectHash: string): Promise<string | undefined> {
  return (await prisma().voter.findUnique({ where: { subjectHash } }))?.id;
}

/**
 * Makes the voter that account's, unless it has one already. Returns the account's voter; undefined where `voterId` is
 * another account's.
 */
export async function verify(voterId: string, subjectHash: string): Promise<string | undefined> {
  const free = { id: voterId, subjectHash: null, forgotten: false };
  const data = { subjectHash, verifiedAt: new Date() };
  try {
    const isNew = await prisma().$transaction(async (tx) => {
      const { count } = await tx.voter.updateMany({ where: free, data });
      // What the export says of their votes is another thing now.
      if (count === 1) await votesChanged(tx);
      return count === 1;
    });
    if (isNew) return voterId;
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
    if (!isTaken) throw error;
  }
  return verifiedVoter(subjectHash);
}

/** Whether the voter has signed in. */
export async function isVerified(voterId: string): Promise<boolean> {
  return (await prisma().voter.count({ where: { id: voterId, NOT: { verifiedAt: null } } })) > 0;
}
