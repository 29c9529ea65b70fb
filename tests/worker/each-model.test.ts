import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { compare, outcomes } from '../support/painting';
import { endWorker, startWorker } from '../support/worker';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

test('each picture says which words were too many for what its model reads', async () => {
  const prompt = Array.from({ length: 60 }, (_, i) => (i === 59 ? 'dog' : 'red')).join(' ');
  const comparisonId = await compare({ prompt, steps: 1 });
  const worker = await startWorker();
  await outcomes(comparisonId);
  const rows = await prisma().generation.findMany({
    where: { comparisonId },
    select: { truncatedWords: true, model: { select: { name: true } } },
    orderBy: { model: { name: 'asc' } },
  });
  const lost = rows.map(({ model, truncatedWords }) => [model.name, truncatedWords.at(-1)]);
  expect(lost).toEqual([
    // The control reads what CLIP reads, although its connector is ELLA's.
    ['connector-clip', 'dog'],
    ['ella', undefined],
    ['sur-cosine-3000', 'dog'],
    ['sur-cosine-4000', 'dog'],
    ['sur-kl', 'dog'],
    ['vanilla', 'dog'],
  ]);
  expect(await endWorker(worker, 'SIGTERM')).toBe(0);
});
