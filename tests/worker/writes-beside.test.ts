import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEMPLATES } from '@/lib/enrichment/templates';
import { offered } from '@/lib/models/at-hand';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { storePrompt } from '@/lib/studio/prompts';
import { startDatabase } from '../support/database';
import { compare, outcomes } from '../support/painting';
import { quirkyLanguageModel, type Answer } from '../support/quirky-language-model';
import { endWorker, startWorker, startWriter, until } from '../support/worker';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

async function queue(text: string): Promise<string> {
  const { id: promptId } = await storePrompt({ text, category: 'OTHER', licence: 'CC0-1.0' });
  const { name: templateName, version: templateVersion } = TEMPLATES.detailed;
  const { id } = await prisma().enrichment.create({
    data: { promptId, templateName, templateVersion },
  });
  return id;
}
const find = (id: string) => prisma().enrichment.findUniqueOrThrow({ where: { id } });
const once = (id: string, status: string) =>
  until(async () => ((await find(id)).status === status ? true : undefined));

test('pictures are painted while a language model takes its time, and its deadline is its own', async () => {
  const waiting: Answer[] = [];
  const server = await quirkyLanguageModel((answer) => waiting.push(answer));
  const env = { LLM_BASE_URL: server.baseUrl, LLM_MODEL: 'slow', LLM_TIMEOUT: '60' };
  const painter = await startWorker(env);
  const writer = await startWriter(env);
  const id = await queue('a dog');
  await until(() => Promise.resolve(waiting[0]));
  const painted = await outcomes(await compare({ prompt: 'a yellow star', steps: 2 }));
  expect(painted.map(([, status]) => status)).toEqual(Array(painted.length).fill('SUCCEEDED'));
  expect((await find(id)).status).toBe('RUNNING');
  waiting[0]?.say('A brown dog stands beside a tall green tree on a wide white background.');
  waiting[0]?.end();
  await once(id, 'SUCCEEDED');
  expect(await endWorker(writer, 'SIGTERM')).toBe(0);

  const hasty = await startWriter({ ...env, LLM_TIMEOUT: '1' });
  const late = await queue('a cat');
  await once(late, 'FAILED');
  expect(painter.exitCode).toBeNull();
  await endWorker(painter, 'SIGTERM');
  // Whoever only writes does not tell what there is to paint with.
  expect(await prisma().workerHeartbeat.count()).toBe(1);
  expect(await prisma().model.count({ where: await offered() })).toBeGreaterThan(0);
  await endWorker(hasty, 'SIGTERM');
  server.close();
});
