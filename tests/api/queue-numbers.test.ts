import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueNumbers } from '@/lib/jobs/queue-numbers';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { requestGeneration } from '@/lib/studio/request-pictures';
import { startDatabase } from '../support/database';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

const nobody = { id: () => Promise.resolve(null), network: undefined };
const everything = { modelId: undefined, enrichmentId: undefined };
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

async function ofPictures() {
  const found = (await queueNumbers()).find(({ kind }) => kind === 'pictures');
  const rounded = (seconds: number | null | undefined) => seconds && Math.round(seconds / 10) * 10;
  return { oldest: rounded(found?.oldestWaitSeconds), median: rounded(found?.waitSeconds) };
}

test('nobody waits while Sarovar is off', async () => {
  const picture = () => requestGeneration({ prompt: 'a dog' }, everything, nobody);
  const [waits, painted, longAgo] = [await picture(), await picture(), await picture()];
  const set = (id: string, data: object) => prisma().generation.update({ where: { id }, data });
  const createdAt = ago(8 * 3600);
  await set(waits, { createdAt });
  const file = { status: 'SUCCEEDED', imageSha256: 'a', pixelsSha256: 'b' };
  await set(painted, { ...file, createdAt, startedAt: ago(60), finishedAt: ago(50) });
  await set(longAgo, { ...file, createdAt, startedAt: ago(3000), finishedAt: ago(2990) });
  expect((await ofPictures()).oldest).toBe(8 * 3600);
  await prisma().workerHeartbeat.create({
    data: { id: 'w', pid: 1, host: 'here', device: 'cpu', runtime: {}, startedAt: ago(200) },
  });
  expect(await ofPictures()).toEqual({ oldest: 200, median: 140 });
});
