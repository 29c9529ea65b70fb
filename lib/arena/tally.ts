import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';

const ID = 'votes';

/**
 * Notes that published votes have come or gone, or have another voter; as the last thing of the transaction that does so,
 * so that whoever sees the note sees what it is about.
 */
export function votesChanged(tx: Prisma.TransactionClient = prisma()) {
  return tx.tally.upsert({
    where: { id: ID },
    create: { id: ID, changes: 1 },
    update: { changes: { increment: 1 } },
  });
}

/** SQL: how often that was noted. */
export const CHANGES = `(SELECT coalesce(max(changes), 0) FROM "Tally" WHERE id = '${ID}')`;
