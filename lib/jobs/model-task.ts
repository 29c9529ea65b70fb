import type { HashProgress } from '@/lib/models/folder-files';
import {
  addModel,
  folderName,
  removeModel,
  verifyModel,
  type Managed,
} from '@/lib/models/import/manage';
import { registerModels } from '@/lib/models/register';
import { ModelFolderError } from '@/lib/onnx/errors';
import { prisma } from '@/lib/store/database';
import type { ModelTask, Prisma } from '@/lib/store/generated/client';
import { isFinal, type WorkerContext } from './context';

/** Progress is written at most so often. */
const PROGRESS_EVERY_MS = 250;

/** Writes how far hashing is; a write that fails or comes late does no harm. */
function progressWriter(id: string, workerId: string): HashProgress {
  let writtenAt = 0;
  return ({ file, bytesDone, bytesTotal }) => {
    if (Date.now() - writtenAt < PROGRESS_EVERY_MS && bytesDone < bytesTotal) return;
    writtenAt = Date.now();
    prisma()
      .modelTask.updateMany({
        where: { id, workerId, status: 'RUNNING' },
        data: { file, hashed: bytesDone / bytesTotal },
      })
      .catch(() => undefined);
  };
}

async function carryOut(task: ModelTask, context: WorkerContext): Promise<Managed> {
  const { sessions, device, threads, modelsDir, workerId } = context;
  const place = {
    sessions,
    device,
    threads,
    modelsDir,
    verifyHashes: false,
    languageModel: context.languageModels.embedded,
    onProgress: progressWriter(task.id, workerId),
  };
  if (task.kind === 'ADD') {
    return addModel(
      {
        folder: task.folder ?? '',
        name: task.name ?? undefined,
        title: task.title ?? undefined,
        licence: task.licence ?? undefined,
      },
      place,
    );
  }
  const found = (await registerModels(modelsDir)).get(task.modelId ?? '');
  if (!found) {
    throw new ModelFolderError(
      'The files of this model are in no worker’s models folder any more; it can still be retired.',
    );
  }
  const name = folderName(found);
  return task.kind === 'VERIFY' ? verifyModel(name, place) : removeModel(name, modelsDir);
}

/**
 * Does one queued ModelTask, from claim to outcome; it is not handed back halfway, since each of its steps can be
 * done again. What repeating cannot help becomes FAILED; anything else is thrown, for the worker's successor.
 */
export async function runModelTask(id: string, context: WorkerContext): Promise<void> {
  const { workerId } = context;
  const { count } = await prisma().modelTask.updateMany({
    where: { id, status: 'QUEUED' },
    data: { status: 'RUNNING', workerId, startedAt: new Date(), attempts: { increment: 1 } },
  });
  if (count === 0) return;
  const task = await prisma().modelTask.findUniqueOrThrow({ where: { id } });
  const end = (data: Prisma.ModelTaskUncheckedUpdateManyInput) =>
    prisma().modelTask.updateMany({
      where: { id, workerId, status: 'RUNNING' },
      data: { ...data, file: null, finishedAt: new Date() },
    });
  try {
    const { outcome, ids } = await carryOut(task, context);
    await context.lookAgain();
    const added = task.kind === 'ADD' ? { modelId: ids[0] ?? null } : {};
    const hashed = task.kind === 'REMOVE' ? 0 : 1;
    await end({ status: 'SUCCEEDED', outcome, hashed, ...added });
  } catch (error) {
    if (!isFinal(error)) throw error;
    await end({ status: 'FAILED', error: error.message });
  }
}
