import { pool } from '@/lib/store/database';
import type { StudyState } from '@/lib/store/generated/client';
import { Watch } from '@/lib/store/watch';

/** How far a study is, in pictures. */
export interface StudyProgress {
  readonly id: string;
  readonly state: StudyState;
  readonly total: number;
  /** Waiting, or not asked for yet. */
  readonly waiting: number;
  readonly running: number;
  readonly painted: number;
  /** That could not be painted, or could not even be asked for. */
  readonly failed: number;
  readonly cancelled: number;
  /** Until it is finished, as fast as it has gone lately or, before that, as was planned; null where nobody knows, and of one that does not run. */
  readonly secondsLeft: number | null;
}

type Counted = Omit<StudyProgress, 'secondsLeft' | 'waiting'> & {
  readonly plannedSeconds: number | null;
  readonly lately: number;
  readonly seconds: number;
};

/** How fast a study goes is what was painted of it in the last so many seconds, once that is so many pictures. */
const LATELY = { seconds: 300, pictures: 4 };

const COUNTS = `
  SELECT s.id, s.state, s."plannedSeconds", c.total, g.running, g.painted, g.cancelled, g.lately, (g.failed + c.refused) AS failed,
    extract(epoch FROM now() - greatest(s."resumedAt", now() - ${LATELY.seconds} * interval '1 second'))::float AS seconds
  FROM "Study" s,
  LATERAL (
    SELECT coalesce(sum(pictures), 0)::int AS total, coalesce(sum(pictures) FILTER (WHERE error IS NOT NULL), 0)::int AS refused
    FROM "StudyCell" WHERE "studyId" = s.id) c,
  LATERAL (
    SELECT count(*) FILTER (WHERE p.status = 'RUNNING')::int AS running,
      count(*) FILTER (WHERE p.status = 'SUCCEEDED')::int AS painted,
      count(*) FILTER (WHERE p.status = 'FAILED')::int AS failed,
      count(*) FILTER (WHERE p.status = 'CANCELLED')::int AS cancelled,
      count(*) FILTER (WHERE p.status = 'SUCCEEDED'
        AND p."finishedAt" > greatest(s."resumedAt", now() - ${LATELY.seconds} * interval '1 second'))::int AS lately
    FROM "StudyCell" own JOIN "Generation" p ON p."comparisonId" = own."comparisonId" WHERE own."studyId" = s.id) g
  WHERE s.id = ANY($1::text[])`;

function progressOf({ plannedSeconds, lately, seconds, ...counted }: Counted): StudyProgress {
  const { state, total, running, painted, failed, cancelled } = counted;
  const left = Math.max(0, total - painted - failed - (state === 'RUNNING' ? 0 : cancelled));
  const waiting = Math.max(0, total - painted - failed - cancelled - running);
  const measured = lately >= LATELY.pictures ? (left * seconds) / lately : null;
  const planned = plannedSeconds === null ? null : (plannedSeconds * left) / Math.max(1, total);
  return { ...counted, waiting, secondsLeft: state === 'RUNNING' ? (measured ?? planned) : null };
}

/** How far these studies are, by their ids. */
export async function progressOfStudies(
  ids: readonly string[],
): Promise<ReadonlyMap<string, StudyProgress>> {
  const { rows } = await pool().query<Counted>(COUNTS, [ids]);
  return new Map(rows.map((row) => [row.id, progressOf(row)]));
}

/** A study while it goes on, by its id; what is being painted when it is paused still ends. */
export const studyChanges = new Watch(async (ids) => {
  const found = await progressOfStudies(ids);
  return new Map(
    [...found].map(([id, progress]) => {
      const { state, running } = progress;
      // It changes all the time.
      const counts = { ...progress, secondsLeft: null };
      return [id, { ...counts, status: state === 'RUNNING' || running > 0 ? 'RUNNING' : state }];
    }),
  );
});
