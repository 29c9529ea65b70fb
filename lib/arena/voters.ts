import { sign, unsign } from 'cookie-signature';
import { InvalidInput } from '@/lib/problems';
import { nameOfNetwork } from '@/lib/networks';
import { prisma } from '@/lib/store/database';
import { forgetSecrets, secret } from '@/lib/store/secrets';
import { originsOf, type Origin } from './origins';

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

/** The id of a new voter from there, whose proof of work takes so many tries at most. */
export async function createVoter(effort: number, origin?: Origin): Promise<string> {
  const origins = origin ? await originsOf(origin) : [];
  const network = origin ? await nameOfNetwork(origin.network) : null;
  return (await prisma().voter.create({ data: { effort, origins, network } })).id;
}

/** Notes where a voter comes from, until the day's key is destroyed. */
export async function noteNetwork(voterId: string, network: string): Promise<void> {
  await prisma().voter.updateMany({ where: { id: voterId }, data: { network } });
}

/** The voter of that id; null when there is none, or not any more. Throws InvalidInput for one who is banned. */
export async function findVoter(voterId: string) {
  const voter = await prisma().voter.findUnique({ where: { id: voterId } });
  if (voter?.bannedAt) {
    throw new InvalidInput(
      'voter',
      'A curator has decided that nothing is taken from you any more.',
    );
  }
  return voter;
}

/** Forgets the key that was read; tests change databases. */
export function closeVoters(): void {
  forgetSecrets();
}
