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
import type { ModelTask } from '@/lib/store/generated/client';
import { ofHeld, type WorkerContext } from './context';
import { heldBy } from './life-cycle';

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
        where: { id, ...heldBy(workerId) },
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

/** Does the ModelTask of that id. Each of its steps can be done again, so a stopping worker ends it first. */
export async function runModelTask(id: string, context: WorkerContext): Promise<void> {
  const mine = { id, ...heldBy(context.workerId) };
  const task = await ofHeld(prisma().modelTask.findUniqueOrThrow({ where: mine }));
  const { outcome, ids } = await carryOut(task, context);
  await context.lookAgain();
  const added = task.kind === 'ADD' ? { modelId: ids[0] ?? null } : {};
  const hashed = task.kind === 'REMOVE' ? 0 : 1;
  const end = { status: 'SUCCEEDED', file: null, finishedAt: new Date() } as const;
  const data = { outcome, hashed, ...added, ...end };
  await ofHeld(prisma().modelTask.update({ where: mine, data }));
}
