import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEMPLATES } from '@/lib/enrichment/templates';
import { prisma } from '@/lib/store/database';
import { storePrompt } from '@/lib/studio/prompts';
import { startDatabase } from '../support/database';
import { endWorker, startWorker, startWriter, until } from '../support/worker';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
});
afterAll(() => stop());

/** Queues the longer version of `text` and returns its id. */
async function queue(text: string): Promise<string> {
  const prompt = await storePrompt({ text, category: 'OTHER', licence: 'CC0-1.0' });
  const { name: templateName, version: templateVersion } = TEMPLATES.detailed;
  const { id } = await prisma().enrichment.create({
    data: { promptId: prompt.id, templateName, templateVersion },
  });
  return id;
}

const find = (id: string) => prisma().enrichment.findUniqueOrThrow({ where: { id } });
const begun = (id: string) => until(async () => ((await find(id)).text ? true : undefined));
const finished = (id: string) =>
  until(async () => {
    const row = await find(id);
    return row.finishedAt ? row : undefined;
  });

test('a worker killed in mid-sentence: the text is the same as an undisturbed one', async () => {
  const id = await queue('three red balloons on a blue background');
  const first = await startWorker();
  await begun(id);
  await endWorker(first, 'SIGKILL');
  expect((await find(id)).status).toBe('RUNNING');

  const second = await startWorker();
  const disturbed = await finished(id);
  expect(disturbed).toMatchObject({ status: 'SUCCEEDED', attempts: 2 });
  const undisturbed = await finished(await queue('three red balloons on a blue background'));
  expect(undisturbed.text).toBe(disturbed.text);
  expect(undisturbed.llm).toBe('smollm2-135m-instruct');
  expect(undisturbed.drafts).toBeGreaterThan(0);
  expect(await endWorker(second, 'SIGTERM')).toBe(0);
});

test('a worker told to stop hands its text back, and the next one writes it', async () => {
  const id = await queue('a dog left of a turtle');
  const first = await startWorker();
  await begun(id);
  expect(await endWorker(first, 'SIGTERM')).toBe(0);
  expect(await find(id)).toMatchObject({ status: 'QUEUED', attempts: 0, text: '' });
  const second = await startWorker();
  expect((await finished(id)).status).toBe('SUCCEEDED');
  await endWorker(second, 'SIGTERM');
});

test('a text cancelled while it is being written stays cancelled', async () => {
  const id = await queue('five blue stars on a black background');
  const worker = await startWorker();
  await begun(id);
  const data = { status: 'CANCELLED', finishedAt: new Date() } as const;
  await prisma().enrichment.update({ where: { id }, data });
  const next = await queue('a penguin');
  expect((await finished(next)).status).toBe('SUCCEEDED');
  expect((await find(id)).status).toBe('CANCELLED');
  await endWorker(worker, 'SIGTERM');
});

test('a language model that is away fails the text with one sentence, not the worker', async () => {
  const server = { LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_MODEL: 'none' };
  const worker = await startWriter(server);
  const row = await finished(await queue('a pizza'));
  expect(row.status).toBe('FAILED');
  // Where it is stays between the operator and the log.
  expect(row.error).toBe(
    'The language model cannot write just now; try again later, or write the longer version yourself.',
  );
  expect(worker.exitCode).toBeNull();
  await endWorker(worker, 'SIGTERM');
});
