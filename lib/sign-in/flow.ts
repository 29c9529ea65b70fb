import { createHash } from 'node:crypto';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import { secret } from '@/lib/store/secrets';
import type { Sent } from './issuer';
import { seal, unseal } from './sealed';

/** So long somebody may take at the issuer's pages. */
export const FLOW_SECONDS = 600;

/** What somebody signs in for, and comes back to: to vote, or to curate. */
export const PURPOSES = ['vote', 'curate'] as const;
export type Purpose = (typeof PURPOSES)[number];

const flowShape = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  purpose: z.enum(PURPOSES),
});

const key = () => secret('sign-in');

/** What the browser keeps of a sign-in while its visitor is at the issuer's pages. */
export async function sealFlow(sent: Sent, purpose: Purpose): Promise<string> {
  return seal({ ...sent, purpose }, FLOW_SECONDS, await key());
}

/** The same read back; undefined of what we have not sealed, and of what is too old. */
export async function openFlow(sealed: string): Promise<z.infer<typeof flowShape> | undefined> {
  return unseal(sealed, await key(), flowShape);
}

/** Whether nobody has come back with this state before; from now on somebody has. */
export async function isFirstAnswer({ state }: Sent): Promise<boolean> {
  const name = createHash('sha256').update(state).digest('base64url');
  const expire = BigInt(Date.now() + FLOW_SECONDS * 1000);
  const data = { key: `signed in ${name}`, points: 1, expire };
  const { count } = await prisma().rateLimit.createMany({ data, skipDuplicates: true });
  return count === 1;
}
