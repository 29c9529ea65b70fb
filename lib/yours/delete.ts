import { refreshArenaPool } from '@/lib/arena/pool';
import { NotFound } from '@/lib/problems';
import { hidden } from '@/lib/moderation/hidden';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { forgetPictures } from '@/lib/studio/kept-pictures';
import { ENRICHMENTS, erasePictures, eraseTexts, PROMPTS, type Deleted } from './erase';
import type { Own } from './list';

type Tx = Prisma.TransactionClient;

/** Whoever has asked for very much waits a little. */
export const PATIENCE = { maxWait: 10_000, timeout: 60_000 };

/** What is taken away of somebody: pictures, longer versions, prompts. */
interface What {
  readonly pictures: Prisma.GenerationWhereInput;
  readonly enrichments: Prisma.EnrichmentWhereInput;
  readonly prompts: Prisma.PromptWhereInput;
  readonly sets?: Prisma.PromptSetWhereInput;
  readonly studies?: Prisma.StudyWhereInput;
}

const NONE = { id: '' };

/** A thing, with what its owner made of it. */
function withItsOwn({ kind, id }: Own): What {
  switch (kind) {
    case 'PICTURE':
      return { pictures: { id }, enrichments: NONE, prompts: NONE };
    case 'COMPARISON':
      return { pictures: { comparisonId: id }, enrichments: NONE, prompts: NONE };
    case 'ENRICHMENT':
      return { pictures: { enrichmentId: id }, enrichments: { id }, prompts: NONE };
    case 'PROMPT':
      return { pictures: { promptId: id }, enrichments: { promptId: id }, prompts: { id } };
    case 'PROMPT_SET': {
      const prompt = { inSets: { some: { setId: id, isNew: true } } };
      return { pictures: { prompt }, enrichments: { prompt }, prompts: prompt, sets: { id } };
    }
  }
}

function sum(parts: readonly Partial<Deleted>[]): Deleted {
  const of = (name: keyof Deleted) =>
    parts.map((part) => part[name]).reduce<number>((total, count = 0) => total + count, 0);
  return { pictures: of('pictures'), votedOn: of('votedOn'), texts: of('texts'), kept: of('kept') };
}

async function erase(tx: Tx, askedById: string, what: What): Promise<Deleted> {
  const select = { id: true };
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  const of = <T extends object>(where: T) => ({ where: { AND: where, askedById }, select });
  const pictures = ids(await tx.generation.findMany(of(what.pictures)));
  const enrichments = ids(await tx.enrichment.findMany(of(what.enrichments)));
  const prompts = ids(await tx.prompt.findMany(of(what.prompts)));
  await tx.study.deleteMany({ where: { AND: what.studies ?? NONE, askedById } });
  const sets = { AND: what.sets ?? NONE, importedById: askedById };
  // What others study stays, as nobody's.
  const ofOthers = { OR: [{ askedById: null }, { askedById: { not: askedById } }] };
  await tx.promptSet.updateMany({
    where: { ...sets, studies: { some: ofOthers } },
    data: { importedById: null },
  });
  const own = ids(await tx.promptSet.findMany({ where: sets, select }));
  await tx.report.deleteMany({ where: { subject: 'PROMPT_SET', subjectId: { in: own } } });
  await tx.promptSet.deleteMany({ where: { id: { in: own } } });
  return sum([
    await erasePictures(tx, pictures),
    await eraseTexts(tx, ENRICHMENTS, enrichments),
    await eraseTexts(tx, PROMPTS, prompts),
  ]);
}

/** Deletes everything that somebody asked for, within a transaction; `afterErasing` does the rest. */
export function eraseAll(tx: Tx, voterId: string): Promise<Deleted> {
  return erase(tx, voterId, { pictures: {}, enrichments: {}, prompts: {}, sets: {}, studies: {} });
}

/** Deletes the files that nothing has any more, and what this process remembers. */
export async function afterErasing(): Promise<void> {
  hidden.forget();
  refreshArenaPool();
  await forgetPictures(new Date());
}

/** Whether it is somebody's own. */
async function isOwn(tx: Tx, askedById: string, { kind, id }: Own): Promise<boolean> {
  switch (kind) {
    case 'PICTURE':
      return (await tx.generation.count({ where: { id, askedById } })) > 0;
    case 'COMPARISON':
      return (await tx.generation.count({ where: { comparisonId: id, askedById } })) > 0;
    case 'ENRICHMENT':
      return (await tx.enrichment.count({ where: { id, askedById } })) > 0;
    case 'PROMPT':
      return (await tx.prompt.count({ where: { id, askedById } })) > 0;
    case 'PROMPT_SET':
      return (await tx.promptSet.count({ where: { id, importedById: askedById } })) > 0;
  }
}

/**
 * Deletes something that its asker wants gone: a picture, a comparison, a prompt, a set of prompts or a longer one with all that they made of
 * it. Votes on pictures stay, without them. Throws NotFound for what is not theirs, whether it is somebody's or not.
 */
export async function deleteOwn(voterId: string, own: Own): Promise<Deleted> {
  const deleted = await prisma().$transaction(async (tx) => {
    if (!(await isOwn(tx, voterId, own)))
      throw new NotFound('There is nothing of yours of that id.');
    return erase(tx, voterId, withItsOwn(own));
  }, PATIENCE);
  await afterErasing();
  return deleted;
}

/** Deletes everything that somebody asked for. */
export async function deleteAllOwn(voterId: string): Promise<Deleted> {
  const deleted = await prisma().$transaction((tx) => eraseAll(tx, voterId), PATIENCE);
  await afterErasing();
  return deleted;
}
