import type { ChildProcess } from 'node:child_process';
import { appendFile, cp, lstat, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, subscribe } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { schema } from '@/graphql/schema';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { endWorker, startWorker, until } from '../support/worker';

let stop: () => Promise<void>;
let place: string;
let modelsDir: string;
let mine: string;
let worker: ChildProcess;
/** A task that a worker had in hand when it died. */
let lost: string;

beforeAll(async () => {
  stop = await startDatabase();
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-curators-'));
  modelsDir = path.join(place, 'models');
  await mkdir(modelsDir);
  await symlink(path.resolve('models/sarovar-64-scorer'), path.join(modelsDir, 'scorer'));
  mine = path.join(place, 'mine');
  await cp('models/sarovar-64', mine, { recursive: true });
  await rm(path.join(mine, 'manifest.json'));
  const dead = { status: 'RUNNING', workerId: 'dead', attempts: 1 } as const;
  const data = { kind: 'ADD', folder: path.join(place, 'nowhere'), ...dead } as const;
  lost = (await prisma().modelTask.create({ data })).id;
  worker = await startWorker({ MODELS_DIR: modelsDir });
});
afterAll(async () => {
  await endWorker(worker, 'SIGTERM');
  await stop();
  await rm(place, { recursive: true });
});

const FIELDS = '... on ModelTask { id status hashed outcome error model { id name status } }';
const TASK = `__typename ... on Problem { message } ${FIELDS}`;
const ADD = `mutation ($input: AddModelInput!) { done: addModel(input: $input) { ${TASK} } }`;
const VERIFY = `mutation ($id: ID!) { done: verifyModel(id: $id) { ${TASK} } }`;
const REMOVE = `mutation ($id: ID!) { done: removeModel(id: $id) { ${TASK} } }`;
const NODE = `query ($id: ID!) { done: node(id: $id) { __typename ${FIELDS} } }`;
const PROGRESS = `subscription ($id: ID!) { done: modelTaskProgress(id: $id) { __typename ${FIELDS} } }`;

const answer = z.object({
  done: z
    .object({
      __typename: z.string(),
      message: z.string().optional(),
      id: z.string().optional(),
      status: z.string().optional(),
      hashed: z.number().optional(),
      outcome: z.string().nullish(),
      error: z.string().nullish(),
      model: z.object({ id: z.string(), name: z.string(), status: z.string() }).nullish(),
    })
    .nullable(),
});

async function ask(source: string, variables: Record<string, unknown>, isCurator = true) {
  return (await run(source, answer, variables, { isCurator })).done;
}

/** Asks for a task as a curator and follows it to its end. Returns all that was said of it. */
async function follow(source: string, variables: Record<string, unknown>) {
  const id = (await ask(source, variables))?.id ?? '';
  const events = await subscribe({
    schema,
    document: parse(PROGRESS),
    variableValues: { id },
    contextValue: { isCurator: true },
  });
  if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events));
  const said = [];
  for await (const { data } of events) said.push(answer.parse(data).done);
  return said;
}
/** Matches a text with `part` in it. */
const saying = (part: string): unknown => expect.stringContaining(part);

const outcome = async (source: string, variables: Record<string, unknown>) =>
  (await follow(source, variables)).at(-1);

test('only curators may do it, and see it', async () => {
  const refused = { __typename: 'NotCurator', message: saying('Bearer') };
  expect(await ask(ADD, { input: { folder: mine } }, false)).toEqual(refused);
  expect(await ask(VERIFY, { id: 'x' }, false)).toEqual(refused);
  expect(await ask(REMOVE, { id: 'x' }, false)).toEqual(refused);
  expect(await prisma().modelTask.count()).toBe(1);

  const asked = await ask(ADD, { input: { folder: path.join(place, 'none') } });
  const variableValues = { id: asked?.id ?? '' };
  expect(await ask(NODE, variableValues, false)).toBeNull();
  expect(await ask(NODE, variableValues)).toMatchObject({ __typename: 'ModelTask' });
  const document = parse(PROGRESS);
  expect(await subscribe({ schema, document, variableValues, contextValue: {} })).toMatchObject({
    errors: [{ message: saying('Only curators') }],
  });
});

test('what a worker had in hand when it died is done by the next', async () => {
  const done = await until(async () => {
    const row = await prisma().modelTask.findUniqueOrThrow({ where: { id: lost } });
    return row.finishedAt ? row : undefined;
  });
  const error = `There is no folder at ${path.join(place, 'nowhere')}.`;
  expect(done).toMatchObject({ status: 'FAILED', error, attempts: 2 });
});

test('what cannot be added is said in a sentence, and nothing is registered', async () => {
  expect(await ask(ADD, { input: { folder: 'models/mine' } })).toEqual({
    __typename: 'InvalidInput',
    message: 'Give the whole path of the folder on the worker’s machine.',
  });
  expect(await outcome(ADD, { input: { folder: mine } })).toMatchObject({
    status: 'FAILED',
    error: saying('State the licence of the weights'),
  });
  expect(await prisma().model.count()).toBe(0);
});

test('a model is added, verified, found broken, and removed', async () => {
  const said = await follow(ADD, { input: { folder: mine, licence: 'MIT', title: 'My own' } });
  expect(said.map((task) => task?.status)).toContain('RUNNING');
  const added = said.at(-1);
  expect(added).toMatchObject({
    status: 'SUCCEEDED',
    hashed: 1,
    error: null,
    outcome: 'mine is registered; Create paints with it now.',
    model: { name: 'vanilla', status: 'ACTIVE' },
  });
  const { id } = added?.model ?? { id: '' };
  expect(await outcome(VERIFY, { id })).toMatchObject({
    status: 'SUCCEEDED',
    outcome: 'mine: files as its manifest says, and one step without NaN.',
  });
  await appendFile(path.join(mine, 'tokenizer', 'vocab.json'), ' ');
  expect(await outcome(VERIFY, { id })).toMatchObject({
    status: 'FAILED',
    error: saying('tokenizer/vocab.json has '),
  });
  expect(await outcome(REMOVE, { id })).toMatchObject({
    status: 'SUCCEEDED',
    model: null,
    outcome: 'mine is removed; its files are where they were.',
  });
  await expect(lstat(path.join(modelsDir, 'mine'))).rejects.toThrow('ENOENT');
  expect((await lstat(mine)).isDirectory()).toBe(true);
  expect(await prisma().model.count()).toBe(0);
  expect(await ask(REMOVE, { id })).toMatchObject({ __typename: 'NotFound' });
});
