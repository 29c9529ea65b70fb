import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { endWorker, startWorker, until } from '../support/worker';

let stop: () => Promise<void>;
let modelsDir: string;
beforeAll(async () => {
  modelsDir = await mkdtemp(path.join(tmpdir(), 'sarovar-faulty-'));
  for (const name of ['sarovar-64', 'sarovar-64-sur-kl']) {
    await symlink(path.resolve('models', name), path.join(modelsDir, name));
  }
  await makeFaulty(path.join(modelsDir, 'faulty'));
  stop = await startDatabase();
  await registerModels(modelsDir);
});
afterAll(async () => {
  await stop();
  await rm(modelsDir, { recursive: true });
});

const manifestShape = z.looseObject({
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

/** An adapter with another's network: it opens, and cannot be run. */
async function makeFaulty(folder: string): Promise<void> {
  await cp('models/sarovar-64-sur-cosine-4000', folder, { recursive: true });
  const network = await readFile('models/sarovar-64-ella/adapter.onnx');
  await writeFile(path.join(folder, 'adapter.onnx'), network);
  const file = path.join(folder, 'manifest.json');
  const manifest = manifestShape.parse(JSON.parse(await readFile(file, 'utf8')));
  const sha256 = createHash('sha256').update(network).digest('hex');
  const files = manifest.files.map((listed) =>
    listed.path === 'adapter.onnx' ? { ...listed, bytes: network.length, sha256 } : listed,
  );
  await writeFile(file, JSON.stringify({ ...manifest, name: 'faulty', model: 'faulty', files }));
}

test('a method that cannot paint fails alone; the others of its comparison are painted', async () => {
  const { compare } = await run(
    `mutation { compare(input: { prompt: "a dog", seeds: ["1"], steps: 2 }) {
      ... on Comparison { key }
    } }`,
    z.object({ compare: z.object({ key: z.string() }) }),
  );
  const worker = await startWorker({ MODELS_DIR: modelsDir });
  const painted = await until(async () => {
    const rows = await prisma().generation.findMany({
      where: { comparisonId: compare.key },
      select: { status: true, error: true, finishedAt: true, model: { select: { name: true } } },
      orderBy: { model: { name: 'asc' } },
    });
    return rows.every(({ finishedAt }) => finishedAt) ? rows : undefined;
  });
  expect(painted.map(({ model, status, error }) => [model.name, status, error])).toEqual([
    ['faulty', 'FAILED', expect.stringContaining('has no input "encoder_hidden_states"')],
    ['sur-kl', 'SUCCEEDED', null],
    ['vanilla', 'SUCCEEDED', null],
  ]);
  expect(await endWorker(worker, 'SIGTERM')).toBe(0);
});
