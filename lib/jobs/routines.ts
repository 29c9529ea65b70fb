import type { Logger } from 'pino';
import { fillArena } from '@/lib/arena/enter';
import { countLikeness } from '@/lib/arena/likeness';
import { openSets } from '@/lib/arena/opening';
import { quarantineSuspicious } from '@/lib/arena/quarantine';
import { leaveArena } from '@/lib/arena/rotation';
import { refreshStandings } from '@/lib/arena/standings';
import { pool, prisma } from '@/lib/store/database';
import { advanceStudies } from '@/lib/studies/advance';
import { forgetPictures } from '@/lib/studio/kept-pictures';
import type { WorkerContext } from './context';
import { heldBy } from './life-cycle';

/** What is done again and again, by whichever worker comes to it first. */
interface Routine {
  readonly everyMs: number;
  /** Throws when `signal` aborts; then it was not done. */
  readonly run: (log: Logger, signal: AbortSignal) => Promise<void>;
}

const ROUTINES: Readonly<Record<string, Routine>> = {
  integrity: {
    everyMs: 10 * 60_000,
    run: async (log) => {
      for (const { voter, reasons } of await quarantineSuspicious()) {
        log.warn(`set aside voter ${voter}: ${reasons.map(({ detail }) => detail).join('; ')}`);
      }
    },
  },
  standings: {
    everyMs: 5_000,
    run: async (log, signal) => {
      const { changed, votes, ms } = await refreshStandings(signal);
      if (changed)
        log[ms < 1000 ? 'debug' : 'info'](`ranked ${votes} votes in ${ms.toFixed(0)} ms`);
    },
  },
  arena: {
    everyMs: 2_000,
    run: async (log) => {
      await leaveArena();
      await fillArena();
      await openSets(log);
    },
  },
  studies: { everyMs: 1_000, run: advanceStudies },
  likeness: {
    everyMs: 30_000,
    run: async (log) => {
      const pairs = await countLikeness();
      if (pairs !== undefined) log.debug(`counted which of ${pairs} pairs can be told apart`);
    },
  },
  'kept-pictures': { everyMs: 60 * 60_000, run: () => forgetPictures(new Date()) },
};

/** A routine rests so many times as long as it took: nineteen twentieths of a worker's time are for pictures. */
const REST_TIMES = 19;

/** Makes sure that every routine has its row; one that was given up is tried again, since a worker starts anew. */
export async function registerRoutines(): Promise<void> {
  await pool().query(
    `INSERT INTO "Routine" (id) SELECT unnest($1::text[])
     ON CONFLICT (id) DO UPDATE SET status = 'QUEUED', attempts = 0 WHERE "Routine".status = 'FAILED'`,
    [Object.keys(ROUTINES)],
  );
}

/**
 * Does the routine of that name, and says when it is due again. An error is logged, and costs one turn. Throws
 * when `signal` aborts.
 */
export async function runRoutine(
  id: string,
  { workerId, log }: Pick<WorkerContext, 'workerId' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const where = { id, ...heldBy(workerId) };
  const routine = ROUTINES[id];
  if (!routine) {
    // An older version's.
    await prisma().routine.deleteMany({ where });
    return;
  }
  const begun = Date.now();
  const error = await routine.run(log, signal).then(
    () => null,
    (reason: unknown) => {
      if (signal.aborted) throw reason;
      log.error(reason);
      return reason instanceof Error ? reason.message : String(reason);
    },
  );
  const finishedAt = new Date();
  const restMs = Math.max(routine.everyMs, REST_TIMES * (finishedAt.getTime() - begun));
  const dueAt = new Date(finishedAt.getTime() + restMs);
  const data = { status: 'QUEUED', workerId: null, attempts: 0, error, finishedAt, dueAt } as const;
  await prisma().routine.updateMany({ where, data });
}
