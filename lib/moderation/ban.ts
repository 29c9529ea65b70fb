import { InvalidInput, NotFound } from '@/lib/problems';
import { remembered } from '@/lib/remembered';
import { prisma } from '@/lib/store/database';

const banned = remembered(async () => {
  const rows = await prisma().bannedNetwork.findMany();
  return new Set(rows.map(({ name }) => name));
});

/** Throws InvalidInput for a network, as `nameOfNetwork` has it, that is banned; other web processes learn of it within seconds. */
export async function refuseBanned(network: string): Promise<void> {
  if (!(await banned.get()).has(network)) return;
  throw new InvalidInput(
    'voter',
    'A curator has decided that nothing is taken from your network before midnight, UTC.',
  );
}

/**
 * Takes nothing from a voter any more, as `curator` has decided, and, if it is so wanted, nothing from the network that they came from last until
 * the day's key is destroyed. Throws NotFound, and InvalidInput where nobody can tell that network any more.
 */
export async function ban(
  voterId: string,
  reason: string,
  curator: string,
  withNetwork = false,
): Promise<void> {
  await prisma().$transaction(async (tx) => {
    const voter = await tx.voter.findUnique({ where: { id: voterId } });
    if (!voter) throw new NotFound('There is no such voter.');
    if (withNetwork) {
      const { network: name } = voter;
      if (name === null) {
        throw new InvalidInput(
          'network',
          'Nobody can tell any more where they came from; ban them without their network.',
        );
      }
      await tx.bannedNetwork.upsert({ where: { name }, create: { name }, update: { name } });
      await tx.decision.create({
        data: { subject: 'NETWORK', subjectId: voterId, reason, curator },
      });
    }
    await tx.voter.update({ where: { id: voterId }, data: { bannedAt: new Date() } });
    await tx.decision.create({ data: { subject: 'VOTER', subjectId: voterId, reason, curator } });
  });
  banned.forget();
}
