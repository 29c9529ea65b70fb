import { NotFound, NotYours } from '@/lib/problems';
import { PUBLIC_PICTURE, PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { isMine, type AskedWork, type Viewer } from './ownership';

const OPEN = ['QUEUED', 'RUNNING'] as const;

/** Whether there is anything left to cancel. */
export function isOpen({ status }: { readonly status: string }): boolean {
  return OPEN.some((open) => open === status);
}

/** Those of `found` that are the viewer's. Throws NotFound when there is nothing, NotYours when none is. */
function mineOf<W extends AskedWork>(viewer: Viewer, found: readonly W[], what: string): W[] {
  if (found.length === 0) throw new NotFound(`There is no ${what} of that id.`);
  const mine = found.filter((work) => isMine(viewer, work));
  if (mine.length > 0) return mine;
  throw new NotYours('Only whoever asked for it, or a curator, can cancel it.');
}

const ASKED = { id: true, askedById: true } as const;

async function stopPainting(pictures: readonly { readonly id: string }[]): Promise<void> {
  await prisma().generation.updateMany({
    where: { id: { in: pictures.map(({ id }) => id) }, status: { in: [...OPEN] } },
    data: { status: 'CANCELLED', finishedAt: new Date(), previewSha256: null },
  });
}

/** Stops a picture that waits or is being painted. Throws NotFound or NotYours. */
export async function cancelGeneration(viewer: Viewer, id: string): Promise<void> {
  const found = await prisma().generation.findMany({
    where: { id, ...PUBLIC_PICTURE },
    select: ASKED,
  });
  await stopPainting(mineOf(viewer, found, 'picture'));
}

/** Stops those pictures of a comparison that are not finished. Throws NotFound or NotYours. */
export async function cancelComparison(viewer: Viewer, comparisonId: string): Promise<void> {
  const found = await prisma().generation.findMany({
    where: { comparisonId, ...PUBLIC_PICTURE },
    select: ASKED,
  });
  await stopPainting(mineOf(viewer, found, 'comparison'));
}

/** Stops a text that waits or is being written. Throws NotFound or NotYours. */
export async function cancelEnrichment(viewer: Viewer, id: string): Promise<void> {
  const found = await prisma().enrichment.findMany({
    where: { id, ...PUBLIC_TEXT, prompt: PUBLIC_TEXT },
    select: ASKED,
  });
  mineOf(viewer, found, 'longer prompt');
  await prisma().enrichment.updateMany({
    where: { id, status: { in: [...OPEN] } },
    data: { status: 'CANCELLED', finishedAt: new Date() },
  });
}
