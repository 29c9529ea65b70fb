import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { makeFaultyAdapter } from '../support/adapters';
import { startDatabase } from '../support/database';
import { compare, outcomes } from '../support/painting';
import { endWorker, startWorker } from '../support/worker';

let stop: () => Promise<void>;
let modelsDir: string;
beforeAll(async () => {
  modelsDir = await mkdtemp(path.join(tmpdir(), 'sarovar-faulty-'));
  for (const name of ['sarovar-64', 'sarovar-64-sur-kl']) {
    await symlink(path.resolve('models', name), path.join(modelsDir, name));
  }
  await makeFaultyAdapter(path.join(modelsDir, 'faulty'));
  stop = await startDatabase();
  await registerModels(modelsDir);
});
afterAll(async () => {
  await stop();
  await rm(modelsDir, { recursive: true });
});

test('a method that cannot paint fails alone; the others of its comparison are painted', async () => {
  const key = await compare({});
  const worker = await startWorker({ MODELS_DIR: modelsDir });
  expect(await outcomes(key)).toEqual([
    ['faulty', 'FAILED', expect.stringContaining('has no input "encoder_hidden_states"')],
    ['sur-kl', 'SUCCEEDED', null],
    ['vanilla', 'SUCCEEDED', null],
  ]);
  expect(await endWorker(worker, 'SIGTERM')).toBe(0);
});
