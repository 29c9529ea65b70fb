import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LeaseLost } from '@/lib/jobs/context';
import { claim, fail, recover, release, runJob } from '@/lib/jobs/life-cycle';
import { registerRoutines, runRoutine } from '@/lib/jobs/routines';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { listenForWork, wakeWorkers } from '@/lib/store/wake';
import { queuePlaces } from '@/lib/studio/queue-places';
import { requestComparison, requestGeneration } from '@/lib/studio/request-pictures';
import { requestEnrichment } from '@/lib/studio/request-enrichment';
import { startDatabase } from '../support/database';

let stop: () => Promise<void>;
let models: string[];
beforeAll(async () => {
  stop = await startDatabase();
  models = [...(await registerModels('models')).keys()];
});
afterAll(() => stop());
beforeEach(async () => {
  await prisma().generation.deleteMany();
  await prisma().enrichment.deleteMany();
  await prisma().modelTask.deleteMany();
  await prisma().routine.deleteMany();
});

const nobody = { id: () => Promise.resolve(null), network: undefined };
const able = () => ({ models, writes: true });
const everything = { modelId: undefined, enrichmentId: undefined };

/** Asks for a picture of `prompt`; returns its id. */
const picture = (prompt: string, modelId?: string) =>
  requestGeneration({ prompt, seed: '1' }, { ...everything, modelId }, nobody);

const rows = (ids: readonly string[]) =>
  prisma().generation.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'asc' } });

test('every job is taken once, however many workers ask in one moment', async () => {
  const asked: string[] = [];
  for (let i = 0; i < 12; i += 1) asked.push(await picture(`picture ${i}`));
  const taken = await Promise.all(
    Array.from({ length: 32 }, (_, worker) => claim(able(), `worker ${worker}`)),
  );
  const ids = taken.flatMap((job) => job?.ids ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  // Whoever looked while all were being taken comes again.
  for (let job = await claim(able(), 'late'); job; job = await claim(able(), 'late')) {
    ids.push(...job.ids);
  }
  expect(ids.sort()).toEqual(asked.sort());
  for (const row of await rows(ids)) expect(row).toMatchObject({ status: 'RUNNING', attempts: 1 });
});

test('a comparison is one job for whoever has all its models, sixteen pictures at most', async () => {
  const of = { modelIds: models, enrichmentId: undefined };
  const input = { prompt: 'a dog', seeds: ['1', '2', '3', '4'] };
  const comparisonId = await requestComparison(input, of, nobody);
  const all = await prisma().generation.count({ where: { comparisonId } });
  expect(all).toBe(4 * models.length);
  const sizes: number[] = [];
  for (let job = await claim(able(), 'w'); job; job = await claim(able(), 'w')) {
    expect(job.kind).toBe('generation');
    sizes.push(job.ids.length);
  }
  expect(sizes[0]).toBe(Math.min(16, all));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(all);
});

test('askers take turns: many pictures of one keep nobody’s first one waiting', async () => {
  const asker = async () => {
    const { id } = await prisma().voter.create({ data: {} });
    return { id: () => Promise.resolve(id), network: undefined };
  };
  const [many, one, another] = [await asker(), await asker(), await asker()];
  const of = { modelIds: models, enrichmentId: undefined };
  for (const prompt of ['a dog', 'a cat', 'a cow']) {
    await requestComparison({ prompt, seeds: ['1', '2', '3', '4'] }, of, many);
  }
  const first = await requestGeneration({ prompt: 'one' }, everything, one);
  const second = await requestGeneration({ prompt: 'another' }, everything, another);
  await prisma().workerHeartbeat.create({
    data: {
      id: 'w',
      pid: 1,
      host: 'here',
      device: 'cpu',
      runtime: {},
      writes: true,
      models: { connect: models.map((id) => ({ id })) },
    },
  });
  // Beside what somebody before them had to wait for.
  expect(await queuePlaces([first, second])).toEqual([2, 3]);
  const taken: (readonly string[])[] = [];
  for (let job = await claim(able(), 'w'); job; job = await claim(able(), 'w')) taken.push(job.ids);
  expect(taken[0]?.length).toBe(16);
  expect(taken.slice(1, 3)).toEqual([[first], [second]]);
  expect(taken.slice(3).flat()).toHaveLength(3 * 4 * models.length - 16);
});

test('askers of texts take turns, too: 200 of one keep nobody’s first one waiting', async () => {
  const voter = async () => (await prisma().voter.create({ data: {} })).id;
  const [many, one] = [await voter(), await voter()];
  const { id: promptId } = await prisma().prompt.create({
    data: {
      text: 'a patient ox',
      normalizedText: 'a patient ox',
      category: 'OTHER',
      licence: 'CC0-1.0',
    },
  });
  const waiting = (askedById: string | null, count: number) => ({
    data: Array.from({ length: count }, (_, seed) => ({ promptId, askedById, seed })),
  });
  await prisma().enrichment.createMany(waiting(many, 200));
  await prisma().enrichment.createMany(waiting(one, 2));
  await prisma().enrichment.createMany(waiting(null, 1));
  const askers: (string | null)[] = [];
  for (let i = 0; i < 6; i += 1) {
    const job = await claim(able(), 'w');
    expect(job?.kind).toBe('enrichment');
    const [id = ''] = job?.ids ?? [];
    askers.push((await prisma().enrichment.findUniqueOrThrow({ where: { id } })).askedById);
  }
  expect(askers).toEqual([many, one, null, many, one, many]);
  // What a dead worker or an abort handed back comes again in its turn.
  await recover([]);
  expect((await claim(able(), 'w'))?.kind).toBe('enrichment');
});

test('a worker takes nothing that it has no model or no language model for', async () => {
  const [first, second] = models;
  const mine = await picture('mine', first);
  await picture('another’s', second);
  await requestEnrichment({ prompt: 'two yellow fish' }, nobody);
  const few = { models: models.slice(0, 1), writes: false };
  expect(await claim(few, 'w')).toEqual({ kind: 'generation', ids: [mine] });
  expect(await claim(few, 'w')).toBeUndefined();
  expect((await claim({ models: [], writes: true }, 'w'))?.kind).toBe('enrichment');
});

test('a text goes first, then a curator’s task, a routine that is due, and the older picture of a higher priority', async () => {
  const [modelId = ''] = models;
  const seeded = await picture('nobody’s');
  await prisma().generation.update({ where: { id: seeded }, data: { priority: 0 } });
  const older = await picture('older');
  const newer = await picture('newer');
  await registerRoutines();
  await prisma().routine.updateMany({
    where: { id: { not: 'integrity' } },
    data: { dueAt: new Date('2999-01-01') },
  });
  await prisma().modelTask.create({ data: { kind: 'VERIFY', modelId } });
  await requestEnrichment({ prompt: 'two yellow fish' }, nobody);
  const taken: (string | undefined)[] = [];
  for (let job = await claim(able(), 'w'); job; job = await claim(able(), 'w')) {
    taken.push(job.kind === 'generation' || job.kind === 'routine' ? job.ids[0] : job.kind);
  }
  expect(taken).toEqual(['enrichment', 'modelTask', 'integrity', older, newer, seeded]);
});

test('rankings are made by a routine, which is due again soon, and is handed back by a worker that stops', async () => {
  const id = 'standings';
  const context = { workerId: 'w', log: pino({ level: 'silent' }) };
  const standings = () => prisma().routine.findUniqueOrThrow({ where: { id } });
  await prisma().routine.create({ data: { id } });
  expect(await claim(able(), 'w')).toEqual({ kind: 'routine', ids: [id] });
  const stopping = AbortSignal.abort(new Error('stopping'));
  await expect(runRoutine(id, context, stopping)).rejects.toThrow('stopping');
  expect(await standings()).toMatchObject({ status: 'RUNNING', workerId: 'w', error: null });
  expect(await prisma().standings.count()).toBe(0);

  await runRoutine(id, context, new AbortController().signal);
  const { status, error, dueAt } = await standings();
  expect({ status, error }).toEqual({ status: 'QUEUED', error: null });
  expect(dueAt.getTime() - Date.now()).toBeLessThan(60_000);
  expect(await prisma().standings.count()).toBe(1);
});

test('what is handed back is as if it had never been begun, and only its holder can hand it back or end it', async () => {
  const id = await picture('a dog');
  const job = { kind: 'generation', ids: [id] } as const;
  const [before] = await rows([id]);
  await claim(able(), 'mine');
  await prisma().generation.update({ where: { id }, data: { currentStep: 3, previewSha256: 'x' } });
  await release(job, 'another');
  await fail(job, 'another', 'no');
  expect((await rows([id]))[0]).toMatchObject({ status: 'RUNNING', workerId: 'mine' });
  await release(job, 'mine');
  const [again] = await rows([id]);
  expect(again).toEqual({ ...before, startedAt: again?.startedAt });
  await claim(able(), 'mine');
  await fail(job, 'mine', 'It cannot be painted.');
  const [failed] = await rows([id]);
  const error = 'It cannot be painted.';
  expect(failed).toMatchObject({ status: 'FAILED', error, previewSha256: null });
  expect(failed?.finishedAt).toBeTruthy();
  expect(await claim(able(), 'mine')).toBeUndefined();
});

test('a job ends only when its lease is lost; a row that is missing elsewhere ends the worker, which is seen', async () => {
  const id = await picture('a dog');
  const job = { kind: 'generation', ids: [id] } as const;
  await claim(able(), 'mine');
  const { signal } = new AbortController();
  const missing = () =>
    prisma()
      .prompt.findUniqueOrThrow({ where: { id: 'nothing' } })
      .then(() => undefined);
  await expect(runJob(job, 'mine', signal, missing)).rejects.toMatchObject({ code: 'P2025' });
  await runJob(job, 'mine', signal, () => Promise.reject(new LeaseLost()));
  const stopped = AbortSignal.abort();
  await runJob(job, 'mine', stopped, () => Promise.reject(new Error('stopped')));
  expect((await rows([id]))[0]).toMatchObject({ status: 'QUEUED', attempts: 0 });
});

test('what dead workers held is queued again, and given up after three of them', async () => {
  const id = await picture('a dog');
  const kept = await picture('a cat');
  for (const worker of ['first', 'second', 'third']) {
    expect((await claim(able(), worker))?.ids).toEqual([id]);
    expect(await recover(['alive', worker])).toBe(0);
    if (worker === 'first') expect((await claim(able(), 'alive'))?.ids).toEqual([kept]);
    expect(await recover(['alive'])).toBe(worker === 'third' ? 0 : 1);
  }
  const [given, held] = await rows([id, kept]);
  expect(given).toMatchObject({ status: 'FAILED', attempts: 3 });
  expect(given?.error).toBe('Painting this picture ended the worker 3 times, so it was given up.');
  expect(held).toMatchObject({ status: 'RUNNING', workerId: 'alive' });
});

test('a waiting worker is woken at once, on whatever database', async () => {
  const ear = listenForWork();
  // Until it listens there is nothing to hear.
  await ear.wait(0);
  const calls: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const begun = performance.now();
    setTimeout(() => void wakeWorkers(), 20);
    await ear.wait(30_000);
    calls.push(performance.now() - begun);
  }
  await ear.close();
  expect(Math.max(...calls)).toBeLessThan(5000);
});
