import { NotFound, NotYours } from '@/lib/problems';
import { pool, prisma } from '@/lib/store/database';
import { wakeWorkers } from '@/lib/store/wake';
import { isMine, type Viewer } from '@/lib/studio/ownership';
import { PUBLIC_STUDY } from './public';

/** Throws NotFound or NotYours. */
async function checkMine(viewer: Viewer, id: string): Promise<void> {
  const found = await prisma().study.findUnique({
    where: { id, ...PUBLIC_STUDY },
    select: { askedById: true },
  });
  if (!found) throw new NotFound('There is no study of that id.');
  if (isMine(viewer, found)) return;
  throw new NotYours('Only whoever started it, or a curator, can pause and resume it.');
}

/** What waits is taken out of the queue; what is being painted is finished. */
const STOP = `
  UPDATE "Generation" SET status = 'CANCELLED', "finishedAt" = clock_timestamp()
  WHERE status = 'QUEUED' AND "comparisonId" IN (SELECT "comparisonId" FROM "StudyCell" WHERE "studyId" = $1)`;

/** Has a study rest until it is resumed. Throws NotFound or NotYours. */
export async function pauseStudy(viewer: Viewer, id: string): Promise<void> {
  await checkMine(viewer, id);
  const { count } = await prisma().study.updateMany({
    where: { id, state: 'RUNNING' },
    data: { state: 'PAUSED' },
  });
  if (count > 0) await pool().query(STOP, [id]);
}

const AGAIN = `
  WITH again AS (
    UPDATE "Study" SET state = 'RUNNING', "finishedAt" = NULL, "resumedAt" = clock_timestamp()
    WHERE id = $1 AND state <> 'RUNNING' RETURNING id)
  UPDATE "StudyCell" SET error = NULL WHERE "studyId" IN (SELECT id FROM again) AND error IS NOT NULL`;

/**
 * Has a study go on: what a pause took out of the queue, what has failed and what could not be asked for is tried again.
 * Throws NotFound or NotYours.
 */
export async function resumeStudy(viewer: Viewer, id: string): Promise<void> {
  await checkMine(viewer, id);
  await pool().query(AGAIN, [id]);
  await wakeWorkers();
}
