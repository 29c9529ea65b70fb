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

const WHAT = {
  PROMPT: 'prompt',
  PROMPT_SET: 'set of prompts',
  ENRICHMENT: 'longer prompt',
  PICTURE: 'picture',
} as const;

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
    case 'PROMPT_SET': {
      const before = await tx.promptSet.findUnique({ where, select: { visibility: true } });
      if (before && before.visibility !== 'REMOVED') {
        const text = { title: REMOVED_TEXT, source: null, prompts: { deleteMany: {} } };
        await tx.promptSet.update({ where, data: { visibility, ...(gone ? text : {}) } });
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
    PROMPT_SET: { id: '' },
    ENRICHMENT: { enrichmentId: id },
    PICTURE: { OR: [{ id }, { reproducesId: id }] },
  }[subject];
}

/** The longer versions that are not written on. */
function textsOf({ subject, id }: Moderated): Prisma.EnrichmentWhereInput {
  const none = { id: '' };
  return { PROMPT: { promptId: id }, PROMPT_SET: none, ENRICHMENT: { id }, PICTURE: none }[subject];
}

/**
 * Publishes the sets of the arena of a text that nobody sees any more, as when their time has come: none of their pairs can
 * be shown, and open ones would keep them there. A picture alone leaves its set, whose others stay.
 */
async function leaveArena(tx: Tx, { subject, id }: Moderated): Promise<void> {
  if (subject === 'PICTURE' || subject === 'PROMPT_SET') return;
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
 * The prompts that came with a set and about which nobody has decided otherwise: they are let through with it, or go with
 * it. What is reported waits for a decision of its own.
 */
async function promptsOf(tx: Tx, { subject, id }: Moderated): Promise<Moderated[]> {
  if (subject !== 'PROMPT_SET') return [];
  const inSets = { some: { setId: id, isNew: true } };
  const select = { id: true };
  const found = await tx.prompt.findMany({ where: { visibility: 'UNLISTED', inSets }, select });
  const reports = await tx.report.findMany({
    where: { subject: 'PROMPT', settledAt: null, subjectId: { in: found.map((own) => own.id) } },
    select: { subjectId: true },
  });
  const reported = new Set(reports.map(({ subjectId }) => subjectId));
  return found
    .filter((own) => !reported.has(own.id))
    .map((own) => ({ subject: 'PROMPT', id: own.id }));
}

/** Stops what is still to be made of a thing that nobody sees any more. */
async function stopWork(tx: Tx, moderated: Moderated): Promise<void> {
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

/**
 * The decision of `curator`, by the name in the log, about who sees a prompt, a set of prompts, a longer one or a picture, with what belongs to it; it is logged with its
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
  const all = await prisma().$transaction(async (tx) => {
    const belonging = await promptsOf(tx, moderated);
    const before = await setVisibility(tx, moderated, visibility);
    if (before === undefined) throw new NotFound(`There is no ${WHAT[subject]} of that id.`);
    if (before === 'REMOVED') throw new InvalidInput('id', 'That is removed already, for good.');
    const decision = { subject, subjectId: id, before, after: visibility, reason, curator };
    await tx.decision.create({ data: decision });
    const open = { subject, subjectId: id, settledAt: null };
    await tx.report.updateMany({ where: open, data: { settledAt: new Date() } });
    for (const prompt of belonging) await setVisibility(tx, prompt, visibility);
    const decided = [moderated, ...belonging];
    if (visibility === 'HIDDEN' || visibility === 'REMOVED') {
      for (const one of decided) await stopWork(tx, one);
    }
    return decided;
  });
  hidden.forget();
  refreshArenaPool();
  if (visibility === 'REMOVED') for (const one of all) await deleteFiles(picturesOf(one));
}
