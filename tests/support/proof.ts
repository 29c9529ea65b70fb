import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/scrypt';
import { z } from 'zod';

/** A challenge as the API says it. */
export const challengeShape = z.object({
  parameters: z.looseObject({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.number(),
    keyLength: z.number(),
    keyPrefix: z.string(),
    memoryCost: z.number(),
    parallelism: z.number(),
    expiresAt: z.number(),
  }),
  signature: z.string(),
});
export type Challenge = z.infer<typeof challengeShape>;

/** A proof as ALTCHA's widgets send it. */
export function payload(challenge: unknown, solution: unknown): string {
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** The proof of work that a challenge asks for, as fast as a script can bring it. */
export async function solve(asked: unknown): Promise<string> {
  const challenge = challengeShape.parse(asked);
  return payload(challenge, await solveChallenge({ challenge, deriveKey }));
}
