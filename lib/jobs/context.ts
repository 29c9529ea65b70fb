import type { Logger } from 'pino';
import { LanguageModelError } from '@/lib/enrichment/language-model';
import type { LanguageModels } from '@/lib/models/language-models';
import type { Registered } from '@/lib/models/register';
import { ModelFolderError, InferenceError } from '@/lib/onnx/errors';
import { BlobStorageError } from '@/lib/store/blobs';
import { Prisma } from '@/lib/store/generated/client';
import type { Runtime } from '@/lib/onnx/session-pool';

/** What whoever writes longer prompts brings to each. */
export interface WriterContext extends Runtime {
  readonly workerId: string;
  readonly log: Logger;
  readonly languageModels: LanguageModels;
}

/** What a worker brings to every job. */
export interface WorkerContext extends WriterContext {
  readonly modelsDir: string;
  /** Every model that can be painted with, by its id. */
  readonly models: ReadonlyMap<string, Registered>;
  /** Looks into the models folder again, for what was added since or is gone, and says so. */
  readonly lookAgain: () => Promise<void>;
}

/** The row of the job in hand is no longer this worker's: it was cancelled, or taken for lost. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/**
 * What a look at, or a change of, the row in hand gives. Throws LeaseLost where no row is this worker's any more
 * (Prisma's P2025, which says of any other row that something is wrong).
 */
export async function ofHeld<T>(row: Promise<T>): Promise<T> {
  return row.catch((cause: unknown) => {
    const gone = cause instanceof Prisma.PrismaClientKnownRequestError && cause.code === 'P2025';
    throw gone ? new LeaseLost('', { cause }) : cause;
  });
}

/** What visitors read of an error with which a job ended. */
export function sentenceOf(error: Error): string {
  return error instanceof LanguageModelError ? error.shown : error.message;
}

/** Whether repeating would give the same error: the job has failed, not the worker. */
export function isFinal(error: unknown): error is Error {
  return (
    error instanceof InferenceError ||
    error instanceof BlobStorageError ||
    error instanceof ModelFolderError ||
    error instanceof LanguageModelError
  );
}
