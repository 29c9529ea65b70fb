import { randomInt } from 'node:crypto';
import { createChallenge, verifySolution, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/scrypt';
import { z } from 'zod';
import type { NewVoters } from '@/lib/limits';
import { InvalidInput, ProofNeeded } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { secret } from '@/lib/store/secrets';

/**
 * One try: scrypt with 1 MiB, since a script's gain over a browser is then twice and not the hundredfold that it is
 * with SHA-256, which processors and graphics cards have built in.
 */
const TRY = { algorithm: 'SCRYPT', cost: 1024, memoryCost: 8, parallelism: 1 } as const;

/** So many tries at most, half of them on average: less than a second on a slow phone. */
export const LEAST_EFFORT = 40;

/** From so many new voters an hour on, each further one of the same network has it harder: a class of a school is fewer. */
const EASY_OF_NETWORK = 20;
/** The same for all networks together; but no flood makes it harder than so many times for everybody. */
const EASY_OF_ALL = 1000;
const HARDEST_FOR_ALL = 4;

const MINUTES = 30;
const LONGEST_PROOF = 4000;

/** How many tries the next voter's proof takes at most. */
export function effortFor({ ofNetwork, ofAll }: NewVoters): number {
  const ofOwn = Math.max(1, ofNetwork / EASY_OF_NETWORK);
  const ofOthers = Math.min(HARDEST_FOR_ALL, Math.max(1, ofAll / EASY_OF_ALL));
  return Math.round(LEAST_EFFORT * ofOwn * ofOthers);
}

const keys = async () => ({
  hmacSignatureSecret: await secret('proof'),
  hmacKeySignatureSecret: await secret('proof-solution'),
});

/**
 * A challenge that only this voter can use; null for somebody who has brought a proof, or is unknown. It may be asked
 * for again: it stays as hard as it was when they came.
 */
export async function newChallenge(voterId: string): Promise<Challenge | null> {
  const voter = await prisma().voter.findUnique({ where: { id: voterId } });
  if (!voter || voter.provenAt) return null;
  return createChallenge({
    ...TRY,
    ...(await keys()),
    deriveKey,
    counter: randomInt(voter.effort ?? LEAST_EFFORT),
    expiresAt: new Date(Date.now() + MINUTES * 60_000),
    data: { voter: voterId },
  });
}

const payloadSchema = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.string(),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      memoryCost: z.number(),
      parallelism: z.number(),
      expiresAt: z.number(),
      data: z.object({ voter: z.string() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** What a client sends. Throws InvalidInput. */
function parseProof(proof: string): z.infer<typeof payloadSchema> {
  try {
    if (proof.length > LONGEST_PROOF) throw new Error('too long');
    return payloadSchema.parse(JSON.parse(Buffer.from(proof, 'base64').toString()));
  } catch {
    throw new InvalidInput(
      'proof',
      'A proof is base64 of JSON: the challenge as it came, and its solution with counter and derivedKey.',
    );
  }
}

/** Why a proof is none, in a sentence; undefined of one that is. */
async function fault(proof: string, voterId: string): Promise<string | undefined> {
  const { challenge, solution } = parseProof(proof);
  const options = { ...(await keys()), challenge, solution, deriveKey };
  const { verified, expired, invalidSignature } = await verifySolution(options);
  if (expired) return `A challenge holds for ${MINUTES} minutes; solve this one.`;
  if (invalidSignature) return 'That challenge is not one of ours as we gave it; solve this one.';
  if (!verified) return 'That does not solve the challenge; solve this one.';
  if (challenge.parameters.data.voter !== voterId) {
    return 'That challenge was given to another voter; solve this one.';
  }
  return undefined;
}

/**
 * Notes that the voter has brought a proof of work, which is theirs alone: sent again it changes nothing, and nobody
 * else can send it. Throws ProofNeeded or InvalidInput where it is none.
 */
export async function proveVoter(voterId: string, proof: string): Promise<void> {
  const found = await fault(proof, voterId);
  if (found === undefined) {
    const where = { id: voterId, provenAt: null };
    await prisma().voter.updateMany({ where, data: { provenAt: new Date() } });
    return;
  }
  const challenge = await newChallenge(voterId);
  // Whoever has brought one already needs none.
  if (challenge) throw new ProofNeeded(found, challenge);
}
