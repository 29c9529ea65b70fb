import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { publishArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { HttpClient } from '../support/http';
import { brought, downloaded, enrich, painted, paintArena } from '../support/yours';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
  // All models are at hand.
  const models = { connect: await prisma().model.findMany({ select: { id: true } }) };
  const worker = { id: 'worker', pid: 1, host: 'here', device: 'cpu', runtime: {} };
  await prisma().workerHeartbeat.create({ data: { ...worker, models } });
});
afterAll(async () => {
  closeVoters();
  await stop();
});

test('the download has all that is stored about me, and nothing of others', async () => {
  const [me, other] = [new HttpClient(), new HttpClient()];
  const photo = await brought(me);
  const work = await painted(me, 'a wise fox', { negativePrompt: 'no teeth' });
  await enrich(me, 'a wise fox', 'a wise old fox');
  await painted(other, 'a foolish fox');
  const response = await downloaded(me);
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(response.headers.get('content-disposition')).toContain('attachment');
  const text = await response.text();
  const everything = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  expect(Object.keys(everything)).toEqual(
    expect.arrayContaining(['you', 'prompts', 'pictures', 'votes', 'ratings', 'reports']),
  );
  for (const part of [`/i/${photo}.png`, `/c/${work.key}`, 'a wise old fox', 'no teeth']) {
    expect(text).toContain(part);
  }
  expect(text).toContain(`/i/${work.pictures[0]?.imageSha256 ?? ''}.png`);
  expect(text).not.toContain('a foolish fox');
  expect((await downloaded(new HttpClient())).status).toBe(404);
});

test('the download tells no painter of what is voted on still, and all of it afterwards', async () => {
  const asker = new HttpClient();
  const work = await painted(asker, 'a shy fox');
  await asker.ask(`mutation { sendToVoting(id: "${work.id}") { __typename } }`, z.unknown());
  await paintArena();
  const visitor = new Visitor();
  const { key } = await visitor.decide('LEFT');
  const report = `mutation { reportPicture(matchup: "${key}", side: LEFT, reason: "odd") { __typename } }`;
  await visitor.ask('reportPicture', report, {});
  const row = await prisma().matchup.findUniqueOrThrow({
    where: { id: key },
    include: { left: { include: { model: true } } },
  });
  const before = await (await downloaded(visitor)).text();
  const secrets = [row.leftId, row.comparisonId, row.left.imageSha256 ?? '', row.left.model.name];
  expect(before).toContain(key);
  for (const secret of secrets) expect(before).not.toContain(secret);
  await publishArena();
  expect(await (await downloaded(visitor)).text()).toContain(row.leftId);
});

test('the download is given ten times a minute', async () => {
  const me = new HttpClient();
  await painted(me, 'an eager fox');
  for (let turn = 0; turn < 10; turn += 1) expect((await downloaded(me)).status).toBe(200);
  const refused = await downloaded(me);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
