// Solves one challenge, beside the page, and says the proof.
import { solveChallenge } from 'altcha-lib';
import * as z from 'zod/mini';
import { deriveKey } from './derive-key';

const challengeSchema = z.object({
  parameters: z.looseObject({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.number(),
    keyLength: z.number(),
    keyPrefix: z.string(),
    memoryCost: z.number(),
    parallelism: z.number(),
  }),
  signature: z.string(),
});

/** No time limit: somebody on an old phone votes late, not never. */
const NO_LIMIT = { timeout: 0 };

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const challenge = challengeSchema.parse(data);
  void solveChallenge({ challenge, deriveKey, ...NO_LIMIT }).then((solution) =>
    postMessage(btoa(JSON.stringify({ challenge, solution }))),
  );
});
