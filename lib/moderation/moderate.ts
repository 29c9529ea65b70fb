import { refreshArenaPool } from '@/lib/arena/pool';
import { leaveNow } from '@/lib/arena/rotation';
import { InvalidInput, NotFound } from '@/lib/problems';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import type { Prisma, Visibility } from '@/lib/store/generated/client';
import { hidden } from './hidden';
import type { Reportable } from './reports';

type Tx = Prisma.TransactionClient;

/** A thing whose visibility curators decide. */
export interface Moderated {
  readonly subject: Reportable;
  readonly id: string;
}

const WHAT = { PROMPT: 'prompt', ENRICHMENT: 'longer prompt', PICTURE: 'picture' } as const;

/** What stands where a text was. */
const REMOVED_TEXT = '[removed]';

/** Sets a thing's visibility unless it is removed; of what is removed the text goes. Returns what it was. */
async function setVisibility(tx: Tx, { subject, id }: Moderated, visibility: Visibility) {
  const where = { id };
  const gone = visibility === 'REMOVED';
  switch (subject) {
    case 'PROMPT': {
      const before = await tx.prompt.findUnique({ where, select: { visibility: true } });
      const text = { text: REMOVED_TEXT, normalizedText: `${REMOVED_TEXT} ${id}` };
      if (before && before.visibility !== 'REMOVED') {
        await tx.prompt.update({ where, data: { visibility, ...(gone ? text : {}) } });
      }
      return before?.visibility;
    }
    case 'ENRICHMENT': {
      const before = await tx.enrichment.findUnique({ where, select: { visibility: true } });
      if (before && before.visibility !== 'REMOVED') {
        const data = { visibility, ...(gone ? { text: REMOVED_TEXT } : {}) };
        await tx.enrichment.update({ where, data });
      }
      return before?.visibility;
    }
    case 'PICTURE': {
      const before = await tx.generation.findUnique({ where, select: { visibility: true } });
      if (before && before.visibility !== 'REMOVED') {
        await tx.generation.updateMany({
          where: { OR: [{ id }, { reproducesId: id }], visibility: { not: 'REMOVED' } },
          data: { visibility },
        });
      }
      return before?.visibility;
    }
  }
}

/** The pictures that are gone with what is removed; those that repeat one are the same picture. */
function picturesOf({ subject, id }: Moderated): Prisma.GenerationWhereInput {
  return {
    PROMPT: { promptId: id },
    ENRICHMENT: { enrichmentId: id },
    PICTURE: { OR: [{ id }, { reproducesId: id }] },
  }[subject];
}

/** The longer versions that are not written on. */
function textsOf({ subject, id }: Moderated): Prisma.EnrichmentWhereInput {
  return { PROMPT: { promptId: id }, ENRICHMENT: { id }, PICTURE: { id: '' } }[subject];
}

/**
 * Publishes the sets of the arena of a text that nobody sees any more, as when their time has come: none of their pairs can
 * be shown, and open ones would keep them there. A picture alone leaves its set, whose others stay.
 */
async function leaveArena(tx: Tx, { subject, id }: Moderated): Promise<void> {
  if (subject === 'PICTURE') return;
  const of = subject === 'PROMPT' ? { promptId: id } : { enrichmentId: id };
  const sets = await tx.comparison.findMany({
    where: { ...of, arena: 'OPEN' },
    select: { id: true },
  });
  await leaveNow(
    tx,
    sets.map((set) => set.id),
  );
}

/** Deletes the files of these pictures that no other picture has. */
async function deleteFiles(where: Prisma.GenerationWhereInput): Promise<void> {
  const rows = await prisma().generation.findMany({
    where,
    select: { id: true, imageSha256: true, previewSha256: true, initialSha256: true },
  });
  const ids = rows.map(({ id }) => id);
  const files = new Set(
    rows.flatMap(({ imageSha256, previewSha256, initialSha256 }) => [
      ...[imageSha256, previewSha256, initialSha256].filter((sha256) => sha256 !== null),
    ]),
  );
  for (const sha256 of files) {
    const others = await prisma().generation.count({
      where: {
        id: { notIn: ids },
        OR: [{ imageSha256: sha256 }, { previewSha256: sha256 }, { initialSha256: sha256 }],
      },
    });
    if (others === 0) await blobs().delete(sha256);
  }
}

/**
 * The decision of `curator`, by the name in the log, about who sees a prompt, a longer one or a picture, with what belongs to it; it is logged with its
 * reason, and settles what was reported of it. What is removed is gone for good: text, files and all that is still to be
 * painted; votes on its pictures stay. Throws NotFound, and InvalidInput of what is removed already.
 */
export async function moderate(
  moderated: Moderated,
  visibility: Visibility,
  reason: string,
  curator: string,
): Promise<void> {
  const { subject, id } = moderated;
  await prisma().$transaction(async (tx) => {
    const before = await setVisibility(tx, moderated, visibility);
    if (before === undefined) throw new NotFound(`There is no ${WHAT[subject]} of that id.`);
    if (before === 'REMOVED') throw new InvalidInput('id', 'That is removed already, for good.');
    const decision = { subject, subjectId: id, before, after: visibility, reason, curator };
    await tx.decision.create({ data: decision });
    const open = { subject, subjectId: id, settledAt: null };
    await tx.report.updateMany({ where: open, data: { settledAt: new Date() } });
    if (visibility === 'HIDDEN' || visibility === 'REMOVED') {
      await tx.generation.updateMany({
        where: { ...picturesOf(moderated), status: { in: ['QUEUED', 'RUNNING'] } },
        data: { status: 'CANCELLED', finishedAt: new Date(), previewSha256: null },
      });
      await tx.enrichment.updateMany({
        where: { ...textsOf(moderated), status: { in: ['QUEUED', 'RUNNING'] } },
        data: { status: 'CANCELLED', finishedAt: new Date() },
      });
      await leaveArena(tx, moderated);
    }
  });
  hidden.forget();
  refreshArenaPool();
  if (visibility === 'REMOVED') await deleteFiles(picturesOf(moderated));
}
