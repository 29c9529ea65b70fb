import { randomUUID } from 'node:crypto';
import { sign, unsign } from 'cookie-signature';
import { prisma } from '@/lib/store/database';
import { forgetSecrets, secret } from '@/lib/store/secrets';

const COOKIE_KEY = 'voter-cookie';

/** The key of the cookies. */
const cookieKey = () => secret(COOKIE_KEY);

/** What a voter's cookie holds: the voter's id with a signature. */
export async function signVoter(voterId: string): Promise<string> {
  return sign(voterId, await cookieKey());
}

/** The voter's id in a cookie; undefined when we have not signed it. */
export async function unsignVoter(cookie: string): Promise<string | undefined> {
  return unsign(cookie, await cookieKey()) || undefined;
}

/** A new voter's id. */
export async function createVoter(): Promise<string> {
  return (await prisma().voter.create({ data: {} })).id;
}

/** Whether there is such a voter: not any more when they were forgotten. */
export async function isVoter(voterId: string): Promise<boolean> {
  return (await prisma().voter.count({ where: { id: voterId } })) > 0;
}

/**
 * Breaks the tie between a cookie and what was voted with it. With `keepVotes` they stay as those of a
 * voter whom nobody knows; without, they and their matchups are deleted. Returns how many answers went.
 */
export async function forgetVoter(voterId: string, keepVotes: boolean): Promise<number> {
  // What they asked to be painted and written stays, and nobody's name is on it.
  const nobodys = { where: { askedById: voterId }, data: { askedById: null } };
  await prisma().generation.updateMany(nobodys);
  await prisma().enrichment.updateMany(nobodys);
  if (keepVotes) {
    const nobody = { id: randomUUID(), forgotten: true };
    await prisma().voter.updateMany({ where: { id: voterId }, data: nobody });
    return 0;
  }
  const own = { matchup: { voterId } };
  const [, { count }] = await prisma().$transaction([
    prisma().pictureReport.deleteMany({ where: own }),
    prisma().vote.deleteMany({ where: own }),
    prisma().matchup.deleteMany({ where: { voterId } }),
    prisma().quarantine.deleteMany({ where: { voterId } }),
    prisma().rating.deleteMany({ where: { voterId } }),
    prisma().voter.deleteMany({ where: { id: voterId } }),
  ]);
  return count;
}

/** Forgets the key that was read; tests change databases. */
export function closeVoters(): void {
  forgetSecrets();
}
