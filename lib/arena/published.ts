import { PUBLIC_PICTURE } from '@/lib/public';
import type { Prisma } from '@/lib/store/generated/client';

/**
 * SQL: whether anybody may read the Vote `v` of the Matchup `m`. Votes name painters, so that they are read once the
 * sets of both pictures have left the arena, and not before: not by lists, exports, rankings or counts.
 */
export const PUBLISHED = `v."withdrawnAt" IS NULL AND m."publishedAt" IS NOT NULL`;

/** The same for Prisma, of votes that are told with their pictures: only while both are public. */
export const published = {
  withdrawnAt: null,
  matchup: { publishedAt: { not: null }, left: PUBLIC_PICTURE, right: PUBLIC_PICTURE },
} satisfies Prisma.VoteWhereInput;
