import type { Prisma } from '@/lib/store/generated/client';
import { OPEN_FOR_HOURS } from './votes';

/**
 * SQL: whether anybody may read the Vote `v` of the Matchup `m`: not what was taken back, nor of a matchup that
 * takes answers still, since a vote names the painters.
 */
export const PUBLISHED = `
  v."withdrawnAt" IS NULL
  AND (m.state <> 'OPEN' OR m."createdAt" <= now() - interval '${OPEN_FOR_HOURS} hours')`;

/** The same for Prisma. */
export function published() {
  const over = new Date(Date.now() - OPEN_FOR_HOURS * 3_600_000);
  return {
    withdrawnAt: null,
    matchup: { OR: [{ state: { not: 'OPEN' } }, { createdAt: { lte: over } }] },
  } satisfies Prisma.VoteWhereInput;
}
