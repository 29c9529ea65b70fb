import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { importFolder, type ImportRequest } from '@/lib/models/import/import-folder';
import { onCpu } from '@/tests/support/sessions';
import { mayMount, mountDisk } from '@/tests/support/small-disk';

let place: string;
let modelsDir: string;
let folder: string;
let leave: (() => void)[] = [];
beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-surroundings-'));
  modelsDir = path.join(place, 'models');
  folder = path.join(place, 'mine');
  await mkdir(modelsDir);
});
afterEach(async () => {
  for (const step of leave) step();
  leave = [];
  await rm(place, { recursive: true });
});

const runtime = onCpu(1);
const never = () => Promise.reject(new Error('No language model here.'));
const importIt = (request: Partial<ImportRequest> = {}) =>
  importFolder(
    { folder, licence: 'MIT', ...request },
    { modelsDir, languageModel: never, ...runtime, verifyHashes: false },
  );

/** The embedded base without its manifest, at `target`. */
async function bring(target = folder): Promise<void> {
  await cp('models/sarovar-64', target, { recursive: true });
  await rm(path.join(target, 'manifest.json'));
}

/** Has a disk of its own for a folder until the test ends. */
function ownDisk(at: string, megabytes: number): { onlyRead: () => void } {
  const { onlyRead, unmount } = mountDisk(at, megabytes);
  leave.push(unmount);
  return { onlyRead };
}

test.runIf(mayMount)('a folder that can only be read says what to do, and is linked nowhere', async () => {
  const { onlyRead } = ownDisk(folder, 128);
  await bring();
  onlyRead();
  await expect(importIt()).rejects.toThrow(
    /mine\/manifest\.json cannot be written: it is on a disk that can only be read; .* copy the folder/,
  );
  expect(await readdir(modelsDir)).toEqual([]);
});

test.runIf(mayMount)('a full disk says so, and nothing half is left', async () => {
  ownDisk(folder, 128);
  await bring();
  for (const [name, megabytes] of [['much', 2 ** 27], ['rest', 2 ** 16]] as const) {
    await writeFile(path.join(folder, name), Buffer.alloc(megabytes)).catch(() => undefined);
  }
  for (let i = 0; i < 64; i += 1) {
    await writeFile(path.join(folder, `last-${i}`), Buffer.alloc(4096)).catch(() => undefined);
  }
  const before = (await readdir(folder)).sort();
  await expect(importIt()).rejects.toThrow(/manifest\.json cannot be written: the disk is full/);
  expect((await readdir(folder)).sort()).toEqual(before);
  expect(await readdir(modelsDir)).toEqual([]);
});

test.runIf(mayMount)('where MODELS_DIR can only be read, no manifest stays in the folder', async () => {
  const { onlyRead } = ownDisk(modelsDir, 1);
  onlyRead();
  await bring();
  await expect(importIt()).rejects.toThrow(
    /models\/mine cannot be made: it is on a disk that can only be read; set MODELS_DIR/,
  );
  expect(await readdir(folder)).not.toContain('manifest.json');
});

test('a link that leads nowhere is no file to leave out', async () => {
  await bring();
  await symlink('../gone.onnx_data', path.join(folder, 'unet/model.onnx_data'));
  await expect(importIt()).rejects.toThrow(
    /unet\/model\.onnx_data cannot be read \(it is a link to \.\.\/gone\.onnx_data: it is not there\); copy/,
  );
  await rm(folder, { recursive: true });
  await symlink(path.join(place, 'away'), folder);
  await expect(importIt()).rejects.toThrow(/There is no folder at .*mine/);
  expect(await readdir(modelsDir)).toEqual([]);
});

test('links in a circle are found', async () => {
  await bring();
  await symlink('..', path.join(folder, 'unet/again'));
  await expect(importIt()).rejects.toThrow(/unet\/again is a link to a folder that it is in/);
});

test('what lies behind a linked folder is hashed as the rest', async () => {
  await bring();
  await rename(path.join(folder, 'unet'), path.join(place, 'another disk'));
  await symlink(path.join(place, 'another disk'), path.join(folder, 'unet'));
  await importIt();
  const manifest = z
    .object({ files: z.array(z.object({ path: z.string(), sha256: z.string() })) })
    .parse(JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')));
  const own = z
    .object({ files: z.array(z.object({ path: z.string(), sha256: z.string() })) })
    .parse(JSON.parse(await readFile('models/sarovar-64/manifest.json', 'utf8')));
  const unet = ({ path: file }: { path: string }) => file.startsWith('unet/');
  expect(manifest.files.filter(unet)).toEqual(own.files.filter(unet));
});

test('a folder with spaces and capitals is told a name that it can have', async () => {
  folder = path.join(place, 'My Model (v2)');
  await bring(folder);
  await expect(importIt()).rejects.toThrow(/cannot be a name; .* as in --name my-model-v2\./);
  expect(await importIt({ name: 'my-model-v2' })).toMatchObject({ name: 'my-model-v2' });
  expect(await readdir(modelsDir)).toEqual(['my-model-v2']);
});
