import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooFast } from '@/lib/problems';

/**
 * Far above what a person does, and a network may be a school: they keep off scripts and no voter. They
 * live in each web process's memory, so that they need no store, and count per process.
 */
const LIMITS = {
  vote: {
    voter: new RateLimiterMemory({ points: 240, duration: 60 }),
    network: new RateLimiterMemory({ points: 6000, duration: 60 }),
  },
  picture: { network: new RateLimiterMemory({ points: 60, duration: 60 }) },
  newVoter: { network: new RateLimiterMemory({ points: 300, duration: 3600 }) },
};

/** Counts one `action` of this voter and network. Throws TooFast beyond the limits. */
export async function limit(
  action: keyof typeof LIMITS,
  who: { readonly voter?: string; readonly network: string },
): Promise<void> {
  const limits: Partial<Record<'voter' | 'network', RateLimiterMemory>> = LIMITS[action];
  try {
    if (who.voter) await limits.voter?.consume(who.voter);
    await limits.network?.consume(who.network);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.ceil(refusal.msBeforeNext / 1000);
    throw new TooFast(`That is faster than anybody looks; go on in ${seconds} seconds.`);
  }
}
