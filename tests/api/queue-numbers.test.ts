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

async function numbers() {
  const found = (await queueNumbers()).find(({ kind }) => kind === 'pictures');
  if (!found) throw new Error('Nothing is told of pictures.');
  return found;
}

const picture = () => requestGeneration({ prompt: 'a dog' }, everything, nobody);
const set = (id: string, data: object) => prisma().generation.update({ where: { id }, data });
const FILE = { status: 'SUCCEEDED', imageSha256: 'a', pixelsSha256: 'b' };

async function ofPictures() {
  const found = await numbers();
  const rounded = (seconds: number | null) => seconds && Math.round(seconds / 10) * 10;
  return { oldest: rounded(found.oldestWaitSeconds), median: rounded(found.waitSeconds) };
}

test('nobody waits while Sarovar is off', async () => {
  const [waits, painted, longAgo] = [await picture(), await picture(), await picture()];
  const createdAt = ago(8 * 3600);
  await set(waits, { createdAt });
  await set(painted, { ...FILE, createdAt, startedAt: ago(60), finishedAt: ago(50) });
  await set(longAgo, { ...FILE, createdAt, startedAt: ago(3000), finishedAt: ago(2990) });
  expect((await ofPictures()).oldest).toBe(8 * 3600);
  const models = { connect: await prisma().model.findMany({ select: { id: true } }) };
  const process = { id: 'w', pid: 1, host: 'here', device: 'cpu', runtime: {} };
  await prisma().workerHeartbeat.create({ data: { ...process, startedAt: ago(200), models } });
  expect(await ofPictures()).toEqual({ oldest: 200, median: 140 });
});

test('what Sarovar asks for by itself is no visitor’s wait, and counted with what there is to do', async () => {
  await prisma().generation.updateMany({
    where: { status: 'QUEUED' },
    data: { createdAt: ago(20) },
  });
  const [before, waited] = [await numbers(), await ofPictures()];
  const [waits, painted] = [await picture(), await picture()];
  const own = { priority: 0, createdAt: ago(1800) };
  await set(waits, own);
  await set(painted, { ...own, ...FILE, startedAt: ago(10), finishedAt: ago(5) });
  expect(await numbers()).toMatchObject({
    waiting: before.waiting + 1,
    finishedLastHour: before.finishedLastHour + 1,
  });
  expect(await ofPictures()).toEqual(waited);
  expect(waited).toEqual({ oldest: 20, median: 140 });
});
