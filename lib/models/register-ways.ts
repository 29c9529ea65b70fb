import { createHash } from 'node:crypto';
import { z } from 'zod';
import { nameInWay } from '@/lib/methods/model-names';
import { WAY_NAMES, WAYS } from '@/lib/methods/ways';
import type { Way } from '@/lib/methods/ways/way';
import { prisma } from '@/lib/store/database';

const settingsSchema = z.record(z.string(), z.json()).nullable();

interface Painting {
  readonly scorer: { readonly sha256: string } | undefined;
}

/**
 * Makes sure that each way to paint has a row of Model for each of `models` that can paint in it, and returns those by
 * their ids. Another model's weights in another way are other pictures, and so another model.
 */
export async function registerWays<Own extends Painting>(
  models: ReadonlyMap<string, Own>,
): Promise<ReadonlyMap<string, Own & { readonly way: Way }>> {
  const rows = await prisma().model.findMany({ where: { id: { in: [...models.keys()] } } });
  const found = new Map<string, Own & { readonly way: Way }>();
  for (const { id, name: of, weightsSha256: weights, ...row } of rows) {
    const registered = models.get(id);
    for (const name of WAY_NAMES) {
      const way = WAYS[name];
      if (!registered || !way.of.includes(of)) continue;
      const scorer = way.needsScorer ? registered.scorer?.sha256 : '';
      if (scorer === undefined) continue;
      const text = [weights, name, scorer].join(' ');
      const weightsSha256 = createHash('sha256').update(text).digest('hex');
      const key = { baseId: row.baseId, name: nameInWay(of, name), weightsSha256 };
      const settings = { ...settingsSchema.parse(row.settings), way: name };
      const { method, checkpoint } = row;
      const model = await prisma().model.upsert({
        where: { baseId_name_weightsSha256: key },
        create: { ...key, method, checkpoint, settings },
        update: key,
      });
      found.set(model.id, { ...registered, way });
    }
  }
  return found;
}
