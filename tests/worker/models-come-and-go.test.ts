import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { makeFaultyAdapter } from '../support/adapters';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { compare, outcomes } from '../support/painting';
import { endWorker, startWorker, until } from '../support/worker';

let stop: () => Promise<void>;
let place: string;
let worker: ChildProcess;

const ADAPTERS = ['sarovar-64-sur-kl', 'sarovar-64-connector-clip', 'sarovar-64-ella'];

const copied = z.looseObject({ files: z.array(z.looseObject({ path: z.string() })) });

beforeAll(async () => {
  stop = await startDatabase();
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-come-and-go-'));
  const modelsDir = path.join(place, 'models');
  await mkdir(modelsDir);
  for (const name of [...ADAPTERS, 'smollm2-135m-instruct']) {
    await symlink(path.resolve('models', name), path.join(modelsDir, name));
  }
  // A base whose VAE has no encoder yet.
  const base = path.join(modelsDir, 'sarovar-64');
  await cp('models/sarovar-64', base, { recursive: true });
  await rm(path.join(base, 'vae_encoder', 'model.onnx'));
  const file = path.join(base, 'manifest.json');
  const manifest = copied.parse(JSON.parse(await readFile(file, 'utf8')));
  const files = manifest.files.filter((listed) => !listed.path.startsWith('vae_encoder/'));
  await writeFile(file, JSON.stringify({ ...manifest, files }));
  await registerModels(modelsDir);
  worker = await startWorker({ MODELS_DIR: modelsDir });
});
afterAll(async () => {
  await endWorker(worker, 'SIGTERM');
  await stop();
  await rm(place, { recursive: true });
});

const taskShape = z.object({ done: z.object({ id: z.string() }) });

/** Asks for a task of a curator's. */
async function task(source: string, variables: Record<string, unknown>): Promise<string> {
  return (await run(source, taskShape, variables, { isCurator: true })).done.id;
}

/** What became of a task: its status, and why. */
async function end(id: string): Promise<[string, string | null]> {
  return until(async () => {
    const row = await prisma().modelTask.findUniqueOrThrow({
      where: { id: Buffer.from(id, 'base64').toString().replace('ModelTask:', '') },
    });
    return row.finishedAt ? [row.status, row.error] : undefined;
  });
}

const add = (folder: string) =>
  task(
    'mutation ($f: String!) { done: addModel(input: { folder: $f }) { ... on ModelTask { id } } }',
    {
      f: folder,
    },
  );

async function globalId(name: string): Promise<string> {
  const { id } = await prisma().model.findFirstOrThrow({ where: { name } });
  return Buffer.from(`Model:${id}`).toString('base64');
}

async function onModel(verb: 'verifyModel' | 'removeModel', name: string): Promise<string> {
  const source = `mutation ($id: ID!) { done: ${verb}(id: $id) { ... on ModelTask { id } } }`;
  return task(source, { id: await globalId(name) });
}

const NAMES = ['connector-clip', 'ella', 'sur-kl', 'vanilla'];
const ALL_PAINTED = NAMES.map((name) => [name, 'SUCCEEDED', null]);

test('adding, failing to add, verifying and removing disturb no picture', async () => {
  const models = await Promise.all(NAMES.map(globalId));
  /** Paints before a task, and again after it. */
  const around = async (asking: () => Promise<string>) => {
    const before = await compare({ modelIds: models, steps: 6 });
    const ended = await end(await asking());
    expect(await outcomes(before)).toEqual(ALL_PAINTED);
    expect(await outcomes(await compare({ modelIds: models }))).toEqual(ALL_PAINTED);
    return ended;
  };
  const faulty = path.join(place, 'faulty');
  await makeFaultyAdapter(faulty);
  expect(await around(() => add(faulty))).toEqual([
    'FAILED',
    expect.stringContaining('has no input "encoder_hidden_states"'),
  ]);
  const done = ['SUCCEEDED', null];
  for (const name of ['sur-kl', 'vanilla']) {
    expect(await around(() => onModel('verifyModel', name))).toEqual(done);
  }
  const fitting = path.resolve('models/sarovar-64-sur-cosine-3000');
  expect(await around(() => add(fitting))).toEqual(done);
  expect(await around(() => onModel('removeModel', 'sur-cosine-3000'))).toEqual(done);
});

test('an encoder that was missing is found once it is there', async () => {
  const kept = await run(
    'mutation ($p: String!) { keepPicture(base64: $p) { ... on KeptPicture { sha256 } } }',
    z.object({ keepPicture: z.object({ sha256: z.string() }) }),
    { p: (await readFile('models/sarovar-64/grid.png')).toString('base64') },
  );
  const input = {
    modelIds: [await globalId('vanilla')],
    steps: 4,
    strength: 0.5,
    initialSha256: kept.keepPicture.sha256,
  };
  expect(await outcomes(await compare(input))).toEqual([
    ['vanilla', 'FAILED', expect.stringContaining('has no vae_encoder/model.onnx')],
  ]);
  await cp(
    'models/sarovar-64/vae_encoder/model.onnx',
    path.join(place, 'models/sarovar-64/vae_encoder/model.onnx'),
  );
  expect(await outcomes(await compare(input))).toEqual([['vanilla', 'SUCCEEDED', null]]);
});
