import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { advanceStudies } from '@/lib/studies/advance';
import { planStudy } from '@/lib/studies/plan';
import { withYaml } from '@/lib/studies/yaml';
import { importPromptSet } from '@/lib/studio/prompt-sets/import';
import { startCurated } from '../support/curated';
import { HttpClient } from '../support/http';

const OPERATOR = { id: () => Promise.resolve(null), network: undefined };

let stop: () => Promise<void>;
let curator: HttpClient;
let setKey: string;
let modelIds: string[];
beforeAll(async () => {
  ({ stop, curator } = await startCurated());
  const text = Array.from({ length: 40 }, (_, i) => `otter number ${i + 1}`).join('\n');
  const set = { title: 'Otters', licence: 'CC-BY-4.0', text };
  setKey = (await importPromptSet(set, OPERATOR)).id;
  const named = { name: { in: ['vanilla', 'ella'] } };
  const models = await prisma().model.findMany({ where: named, orderBy: { name: 'desc' } });
  modelIds = models.map(({ id }) => id);
});
afterAll(() => stop());
beforeEach(async () => {
  await prisma().study.deleteMany();
  await prisma().generation.deleteMany();
});

const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const asked = (more: object = {}) => ({
  set: globalId('PromptSet', setKey),
  models: modelIds.map((id) => globalId('Model', id)),
  ...more,
});

const data = <T extends z.ZodType>(reply: T) => z.object({ data: z.object({ reply }) });
const problem = z.object({ message: z.string(), field: z.string().optional() });

const PLAN = `query ($input: StudyInput!) { reply: studyPlan(input: $input) { ... on StudyPlan {
  sha256 promptCount pictures texts seconds bytes votes { share ofPair ofAll } started { key } }
  ... on Problem { message } ... on InvalidInput { field } } }`;
const planSchema = z.object({
  sha256: z.string(),
  promptCount: z.number(),
  pictures: z.number(),
  texts: z.number(),
  seconds: z.number().nullable(),
  bytes: z.number(),
  votes: z.array(z.object({ share: z.number(), ofPair: z.number(), ofAll: z.number() })),
  started: z.object({ key: z.string() }).nullable(),
});

async function planned(who: HttpClient, input: object) {
  const shape = data(z.union([planSchema, problem]));
  const { reply } = (await who.ask(PLAN, shape, { input })).data;
  if ('message' in reply) throw new Error(`${reply.field ?? ''}: ${reply.message}`);
  return reply;
}

const START = `mutation ($input: StudyInput!, $sha256: String!) {
  reply: startStudy(input: $input, planSha256: $sha256) { ... on Study { id key state title }
    ... on Problem { message } } }`;
const startedSchema = z.object({
  id: z.string(),
  key: z.string(),
  state: z.string(),
  title: z.string(),
});

async function started(who: HttpClient, input: object, sha256?: string) {
  const hash = sha256 ?? (await planned(who, input)).sha256;
  const shape = data(z.union([startedSchema, problem]));
  const { reply } = (await who.ask(START, shape, { input, sha256: hash })).data;
  if ('message' in reply) throw new Error(reply.message);
  return reply;
}

async function change(who: HttpClient, verb: 'pauseStudy' | 'resumeStudy', id: string) {
  const document = `mutation ($id: ID!) { reply: ${verb}(id: $id) {
    ... on Study { state } ... on Problem { message } } }`;
  return (await who.ask(document, data(z.unknown()), { id })).data.reply;
}

const progressSchema = z.object({
  total: z.number(),
  waiting: z.number(),
  running: z.number(),
  painted: z.number(),
  failed: z.number(),
  cancelled: z.number(),
});
async function progress(key: string) {
  const document = `query ($key: String!) { reply: study(key: $key) { state
    progress { total waiting running painted failed cancelled } } }`;
  const shape = data(z.object({ state: z.string(), progress: progressSchema }));
  const { reply } = (await new HttpClient().ask(document, shape, { key })).data;
  return { state: reply.state, ...reply.progress };
}

/** Ends what waits, as a worker would. */
async function end(status: 'SUCCEEDED' | 'FAILED', where: Prisma.GenerationWhereInput = {}) {
  const painted = { imageSha256: 'a'.repeat(64), durationMs: 500 };
  const outcome = status === 'SUCCEEDED' ? painted : { error: 'It burst.' };
  await prisma().generation.updateMany({
    where: { status: 'QUEUED', ...where },
    data: { status, startedAt: new Date(), finishedAt: new Date(), ...outcome },
  });
}

/** A worker that paints whatever it is asked for, until a study is not running any more. */
async function paintAll(key: string) {
  for (let turn = 0; turn < 50; turn += 1) {
    await advanceStudies();
    await end('SUCCEEDED');
    if ((await progress(key)).state !== 'RUNNING') return;
  }
  throw new Error('The study does not end.');
}

test('a plan says what a study would take, and stores nothing', async () => {
  const plan = await planned(curator, asked({ seeds: ['1', '2'], recipes: [{}, { steps: 5 }] }));
  expect(plan).toMatchObject({
    promptCount: 40,
    pictures: 40 * 2 * 2 * 2,
    texts: 0,
    started: null,
  });
  expect(plan.bytes).toBe(320 * (64 * 64 * 3 + 4096));
  expect(plan.votes).toEqual([
    { share: 0.6, ofPair: 194, ofAll: 194 },
    { share: 0.55, ofPair: 783, ofAll: 783 },
  ]);
  // Nothing was painted yet, so nobody knows.
  expect(plan.seconds).toBeNull();
  const longer = await planned(curator, asked({ forms: ['SIMPLE', 'ENRICHED'] }));
  expect(longer).toMatchObject({ pictures: 40 * 2 * 2, texts: 40 });
  expect(longer.sha256).not.toBe(plan.sha256);
  expect(await prisma().study.count()).toBe(0);
});

test('a plan takes as long as what was painted lately: in a batch of two, half of it each', async () => {
  const { key } = await started(curator, asked());
  await paintAll(key);
  // 80 pictures of one weight at 0.25 s.
  expect((await planned(curator, asked({ seeds: ['7'] }))).seconds).toBeCloseTo(20, 5);
});

test('a study is asked for a few pictures at a time, behind visitors, each once, however many processes do it', async () => {
  const input = asked({ seeds: ['1', '2'] });
  const { key, state, title } = await started(curator, input);
  expect({ state, title }).toEqual({ state: 'RUNNING', title: 'Otters' });
  await Promise.all([advanceStudies(), advanceStudies(), advanceStudies()]);
  const waiting = await prisma().generation.findMany();
  expect(waiting.length).toBeGreaterThanOrEqual(64);
  expect(waiting.length).toBeLessThan(160);
  expect(waiting.every(({ priority, status }) => priority === 0 && status === 'QUEUED')).toBe(true);
  await paintAll(key);
  expect(await progress(key)).toEqual({
    state: 'FINISHED',
    total: 160,
    waiting: 0,
    running: 0,
    painted: 160,
    failed: 0,
    cancelled: 0,
  });
  const all = await prisma().generation.findMany();
  const places = all.map((own) => `${own.promptId} ${own.modelId} ${own.seed}`);
  expect(new Set(places).size).toBe(160);
  expect(await prisma().comparison.count({ where: { studyCell: { study: { id: key } } } })).toBe(
    40,
  );
  // What was started once is there.
  expect((await started(curator, input)).key).toBe(key);
  expect((await planned(curator, input)).started).toEqual({ key });
});

test('a paused study takes its pictures out of the queue, and asks for them again when it is resumed', async () => {
  const { id, key } = await started(curator, asked());
  await advanceStudies();
  const message = 'Only whoever started it, or a curator, can pause and resume it.';
  expect(await change(new HttpClient(), 'pauseStudy', id)).toEqual({ message });
  expect(await change(curator, 'pauseStudy', id)).toEqual({ state: 'PAUSED' });
  expect(await prisma().generation.count({ where: { status: 'QUEUED' } })).toBe(0);
  await advanceStudies();
  expect(await prisma().generation.count({ where: { status: 'QUEUED' } })).toBe(0);
  expect(await change(curator, 'resumeStudy', id)).toEqual({ state: 'RUNNING' });
  await paintAll(key);
  expect(await progress(key)).toMatchObject({ state: 'FINISHED', painted: 80, cancelled: 0 });
  expect(await prisma().generation.count()).toBe(80);
});

test('what has failed is told, keeps nothing else from being painted, and is tried again when the study is resumed', async () => {
  const { id, key } = await started(curator, asked());
  await advanceStudies();
  await end('FAILED', { prompt: { text: 'otter number 3' } });
  await paintAll(key);
  expect(await progress(key)).toMatchObject({ state: 'FINISHED', painted: 78, failed: 2 });
  const failures = `query ($key: String!) { reply: study(key: $key) { cells(failed: true) { edges { node {
    position prompt { text } comparison { generations { error } } } } } } }`;
  const told = (await curator.ask(failures, data(z.unknown()), { key })).data.reply;
  const errors = [{ error: 'It burst.' }, { error: 'It burst.' }];
  const node = {
    position: 3,
    prompt: { text: 'otter number 3' },
    comparison: { generations: errors },
  };
  expect(told).toEqual({ cells: { edges: [{ node }] } });
  expect(await change(curator, 'resumeStudy', id)).toEqual({ state: 'RUNNING' });
  await paintAll(key);
  expect(await progress(key)).toMatchObject({ state: 'FINISHED', painted: 80, failed: 0 });
  expect(await prisma().generation.count()).toBe(80);
});

test('longer versions are written first, two at a time, and one that fails fails its pictures alone', async () => {
  const { id, key } = await started(curator, asked({ forms: ['ENRICHED'] }));
  await advanceStudies();
  await advanceStudies();
  const texts = await prisma().enrichment.findMany({ include: { prompt: true } });
  expect(texts.map(({ prompt }) => prompt.text)).toEqual(['otter number 1', 'otter number 2']);
  expect(await prisma().generation.count()).toBe(0);
  const ended = { startedAt: new Date(), finishedAt: new Date(Date.now() + 1000) };
  const [first, second] = texts.map((text) => text.id);
  await prisma().enrichment.updateMany({
    where: { id: first ?? '' },
    data: { status: 'SUCCEEDED', text: 'An otter swims.', ...ended },
  });
  await prisma().enrichment.updateMany({
    where: { id: second ?? '' },
    data: { status: 'FAILED', error: 'No words came.', ...ended },
  });
  await advanceStudies();
  const painted = await prisma().generation.findMany();
  expect(painted.map(({ enrichmentId }) => enrichmentId)).toEqual([first, first]);
  const cells = await prisma().studyCell.findMany({ where: { error: { not: null } } });
  expect(cells.map(({ position, error }) => [position, error])).toEqual([
    [2, 'There is no longer version of this prompt: No words came.'],
  ]);
  expect(await progress(key)).toMatchObject({ total: 80, failed: 2 });
  // While a visitor waits no text is asked for: texts go before pictures.
  const visitors = 'mutation { generate(input: { prompt: "a dog" }) { __typename } }';
  await new HttpClient().ask(visitors, z.unknown());
  const before = await prisma().enrichment.count();
  await prisma().enrichment.updateMany({
    where: { status: 'QUEUED' },
    data: { status: 'SUCCEEDED', text: 'An otter.', ...ended },
  });
  await advanceStudies();
  expect(await prisma().enrichment.count()).toBe(before);
  await change(curator, 'pauseStudy', id);
  await prisma().enrichment.deleteMany({ where: { generations: { none: {} } } });
});

test('visitors study little at once, and only what was planned is started', async () => {
  const visitor = new HttpClient();
  const many = { seeds: ['1', '2', '3', '4', '5', '6'] };
  await expect(planned(visitor, asked(many))).rejects.toThrow(
    /^set: That would cost as much as 480 pictures, and a visitor’s study at most 400/,
  );
  await expect(planned(visitor, asked({ title: 'Mine' }))).rejects.toThrow(/leave its title out/);
  const { sha256 } = await planned(visitor, asked());
  await expect(started(visitor, asked({ seeds: ['2'] }), sha256)).rejects.toThrow(
    /not what was planned/,
  );
  const { id, key } = await started(visitor, asked());
  await advanceStudies();
  const row = await prisma().study.findUniqueOrThrow({ where: { id: key } });
  const pictures = await prisma().generation.findMany();
  expect(row.askedById).not.toBeNull();
  expect(new Set(pictures.map(({ askedById }) => askedById))).toEqual(new Set([row.askedById]));
  expect(await change(visitor, 'pauseStudy', id)).toEqual({ state: 'PAUSED' });
  // Five times 160 are what a day has room for.
  const ask = (n: number) =>
    started(visitor, asked({ seeds: [String(n), String(n + 1), '9', '10'] }));
  await ask(1);
  await ask(3);
  await expect(ask(5)).rejects.toThrow(/as many pictures as one may in a day/);
});

test('a study written as YAML is told what is wrong with it, and where', async () => {
  const wrong = async (text: string) => {
    const found: unknown = await withYaml(text, (input) => planStudy(input, OPERATOR)).catch(
      (error: unknown) => error,
    );
    return found instanceof Error ? found.message : 'nothing';
  };
  const head = 'set: Otters\nmodels: [vanilla, ella]\n';
  expect(
    await wrong(`${head}seeds: [1, 2]\nforms: [short, longer]\nrecipes:\n  - steps: 5\n`),
  ).toBe('nothing');
  expect(await wrong(`${head}recipes:\n  - name: usual\n  - name: fast\n    steps: 500\n`)).toBe(
    'Line 6: Steps must be a number from 1 to 100.',
  );
  expect(await wrong(`${head}seed: [1]\n`)).toMatch(
    /^Line 3: There is no “seed” in a study; there are title, set,/,
  );
  expect(await wrong('set: Otters\nmodels:\n  - vanilla\n  - elle\n')).toMatch(
    /^Line 4: There is no active model “elle”; there are sarovar-64\//,
  );
  expect(await wrong('set: Cats\nmodels: [ella]\n')).toMatch(
    /^Line 1: There is no set of prompts “Cats”/,
  );
  expect(await wrong('set: Otters\nmodels: [ella\n')).toMatch(/^Line [23]: /);
  expect(await wrong(`${head}seeds: [1, 9007199254740993]\n`)).toMatch(
    /^Line 3: Write a seed that is so large/,
  );
  expect(await wrong(`${head}seeds:\n- 4\n- 5\n- 4\n`)).toBe(
    'Line 6: 4 stands twice in the seeds.',
  );
  expect(await wrong('just text')).toMatch(/^Line 1: A study is a list of names/);
});
