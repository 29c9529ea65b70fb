import type { WorkerContext } from './context';
import { runEnrichment } from './enrichment-job';
import { runGenerations } from './generation-job';
import type { JobKind } from './life-cycle';
import { runModelTask } from './model-task';
import { runRoutine } from './routines';

type Handler = (
  ids: readonly string[],
  context: WorkerContext,
  signal: AbortSignal,
) => Promise<void>;

function each(run: (id: string, context: WorkerContext, signal: AbortSignal) => Promise<void>) {
  return async (ids: readonly string[], context: WorkerContext, signal: AbortSignal) => {
    for (const id of ids) await run(id, context, signal);
  };
}

/** What is done with a job of each kind, from begun to its outcome. */
export const HANDLERS: Readonly<Record<JobKind, Handler>> = {
  generation: runGenerations,
  enrichment: each(runEnrichment),
  modelTask: each(runModelTask),
  routine: each(runRoutine),
};
