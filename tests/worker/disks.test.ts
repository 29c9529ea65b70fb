import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { compare, outcomes } from '../support/painting';
import { mayMount, mountDisk } from '../support/small-disk';
import { endWorker, startWorker, until } from '../support/worker';

let stop: () => Promise<void>;
let place: string;
let modelsDir: string;
beforeAll(async () => {
  stop = await startDatabase();
  place = await mkdtemp(path.join(tmpdir(), 'sarovar disks '));
  modelsDir = path.join(place, 'My Models');
  await mkdir(modelsDir);
  await cp('models/sarovar-64', path.join(modelsDir, 'sarovar-64'), { recursive: true });
  for (const name of ['sarovar-64-sur-kl', 'sarovar-64-scorer']) {
    await symlink(path.resolve('models', name), path.join(modelsDir, name));
  }
  await registerModels(modelsDir);
});
afterAll(async () => {
  await stop();
  await rm(place, { recursive: true });
});

const said = (rows: readonly (readonly [string, string, string | null])[]) =>
  rows.map(([, status, error]) => error ?? status);

/** Takes all the room that is left. */
async function fill(folder: string): Promise<string> {
  const file = path.join(folder, 'full');
  await writeFile(file, Buffer.alloc(2 ** 26)).catch(() => undefined);
  await writeFile(`${file} to the brim`, Buffer.alloc(2 ** 20)).catch(() => undefined);
  return file;
}

test.runIf(mayMount)(
  'a full disk fails pictures in a sentence, and nothing half is left',
  async () => {
    const data = path.join(place, 'a small disk');
    const { unmount } = mountDisk(data, 32);
    try {
      const worker = await startWorker({ MODELS_DIR: modelsDir, DATA_DIR: data });
      const full = await fill(data);
      expect(said(await outcomes(await compare({ prompt: 'a dog', steps: 1 })))).toEqual(
        Array(2).fill(
          'The picture cannot be stored: the disk is full. Whoever runs Sarovar has to make room for pictures.',
        ),
      );
      const names = await readdir(data, { recursive: true });
      expect(names.filter((name) => name.includes('.tmp'))).toEqual([]);
      expect(worker.exitCode).toBeNull();

      await rm(full, { force: true });
      await rm(`${full} to the brim`, { force: true });
      const painted = await outcomes(await compare({ prompt: 'a dog', steps: 1, seeds: ['2'] }));
      expect(said(painted)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(await endWorker(worker, 'SIGTERM')).toBe(0);
    } finally {
      unmount();
    }
  },
);

test('a folder that vanishes while it is painted with costs its pictures, not the worker', async () => {
  const worker = await startWorker({ MODELS_DIR: modelsDir });
  const first = await compare({ prompt: 'a cat', steps: 50, seeds: ['1', '2', '3'] });
  await until(
    async () =>
      (await prisma().generation.findFirst({
        where: { comparisonId: first, currentStep: { gt: 0 } },
      })) ?? undefined,
  );
  await rename(path.join(modelsDir, 'sarovar-64'), path.join(place, 'aside'));
  const second = await compare({ prompt: 'a red star', steps: 2 });
  for (const row of said(await outcomes(first))) expect(row).toMatch(/^SUCCEEDED$|\.$/);
  // What waits for a model that nobody has any more is not failed: it may come back.
  await rename(path.join(place, 'aside'), path.join(modelsDir, 'sarovar-64'));
  for (const row of said(await outcomes(second))) expect(row).toMatch(/^SUCCEEDED$|\.$/);
  expect(said(await outcomes(await compare({ prompt: 'a blue star', steps: 2 })))).toEqual([
    'SUCCEEDED',
    'SUCCEEDED',
  ]);
  expect(worker.exitCode).toBeNull();
  expect(await endWorker(worker, 'SIGTERM')).toBe(0);
});
