import type { Logger } from 'pino';
import { cosineLoss, distillationLoss, PAIRS } from '@/lib/evaluation/prompt-pairs';
import { ModelFolderError } from '@/lib/onnx/errors';
import { prisma } from '@/lib/store/database';
import type { Runtime } from '@/lib/onnx/session-pool';
import { openBase, type Base } from './base';
import type { Registered } from './register';

async function measurePairs(base: Base): Promise<void> {
  const pairs = [];
  for (const { first, second, nearness } of PAIRS) {
    const [a, b] = [await base.clip(first), await base.clip(second)];
    pairs.push({ first, second, nearness,
      cosine: cosineLoss(a, b),
      distillation: distillationLoss(a, b),
    });
  }
  await prisma().base.update({
    where: { name: base.manifest.name },
    data: { pairs, pairsOf: base.manifestSha256 },
  });
}

/**
 * Measures how each base's text encoder sees the pairs of prompts that the methods page shows, once
 * for each base and whenever its files changed, and stores it with the base. A base that cannot be
 * opened is left for the picture that asks for it to say so.
 */
export async function analyseBases(
  models: ReadonlyMap<string, Registered>,
  runtime: Runtime,
  log: Logger,
): Promise<void> {
  const rows = await prisma().model.findMany({
    where: { id: { in: [...models.keys()] } },
    select: { id: true, base: { select: { folderSha256: true, pairsOf: true } } },
  });
  const unmeasured = rows
    .filter(({ base }) => base.pairsOf !== base.folderSha256)
    .flatMap(({ id }) => models.get(id)?.folder ?? []);
  for (const folder of new Set(unmeasured)) {
    try {
      await runtime.sessions.hold(async (sessions) =>
        measurePairs(await openBase(folder, { ...runtime, sessions, verifyHashes: true })),
      );
    } catch (error) {
      if (!(error instanceof ModelFolderError)) throw error;
      log.warn(error.message);
    }
  }
}
