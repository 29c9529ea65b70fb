import { waitOf } from '@/app/components/wait';
import type { StatusQuery } from './status.documents';

interface Model {
  readonly name: string;
  readonly method: string;
  readonly status: StatusQuery['models'][number]['status'];
  readonly atHand: boolean;
}

interface Asked<M extends Model> {
  readonly queues: Parameters<typeof waitOf>[0];
  readonly workers: readonly { readonly writes: boolean; readonly paints: boolean }[];
  readonly models: readonly M[];
}

/** How Sarovar is, for people. */
export interface State<M extends Model> {
  readonly state: 'WORKS' | 'BUSY' | 'PARTLY' | 'STOPPED' | 'NEW';
  /** How long a picture that is asked for now waits, at most, as far as others' waits tell; null where nothing paints. */
  readonly wait: number | null;
  /** Models in use that no worker has. */
  readonly missing: readonly M[];
  /** Whether longer prompts are written. */
  readonly writes: boolean;
}

/** Whoever waits longer for a first step wants to be told that it is busy. */
const LONG_SECONDS = 60;

/** What the numbers of a status come down to. */
export function stateOf<M extends Model>({ queues, workers, models }: Asked<M>): State<M> {
  const missing = models.filter(({ status, atHand }) => status === 'ACTIVE' && !atHand);
  const writes = workers.some((own) => own.writes);
  if (models.length === 0) return { state: 'NEW', wait: null, missing, writes };
  if (!workers.some((own) => own.paints)) return { state: 'STOPPED', wait: null, missing, writes };
  // What waits for a model that is not here says nothing of how long others wait.
  const told =
    missing.length === 0 ? queues : queues.map((own) => ({ ...own, oldestWaitSeconds: null }));
  const wait = waitOf(told) ?? 0;
  const isWhole = missing.length === 0 && writes;
  return {
    state: !isWhole ? 'PARTLY' : wait > LONG_SECONDS ? 'BUSY' : 'WORKS',
    wait,
    missing,
    writes,
  };
}
