import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { checkConfiguration, defaultScheduler } from '@/lib/models/import/configuration';
import held from '@/training/tests/configuration_cases.json' with { type: 'json' };

const object = z.record(z.string(), z.unknown());
/** The converter's tests read the same cases. */
const { cases, schedulers } = z
  .object({
    cases: z.array(
      z.object({
        file: z.string(),
        set: object,
        refused: z.string().optional(),
        said: z.string().optional(),
      }),
    ),
    schedulers: z.array(z.object({ config: object, name: z.string() })),
  })
  .parse(held);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-configuration-'));
  await cp('training/sarovar_training/convert/sd15', folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function set(file: string, values: Record<string, unknown>): Promise<void> {
  const location = path.join(folder, file);
  const before = object.parse(JSON.parse(await readFile(location, 'utf8')));
  await writeFile(location, JSON.stringify({ ...before, ...values }));
}

test('the configuration of Stable Diffusion 1.5 leaves nothing to say', async () => {
  expect(await checkConfiguration(folder)).toEqual([]);
  expect(await checkConfiguration('models/sarovar-64')).toEqual([]);
});

test.each(cases)('$file with $set', async ({ file, set: values, refused, said }) => {
  await set(file, values);
  if (refused !== undefined) {
    await expect(checkConfiguration(folder)).rejects.toThrow(refused);
    return;
  }
  const notes = await checkConfiguration(folder);
  expect(notes).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
});

test.each(schedulers)("the folder's own scheduler is $name", async ({ config, name }) => {
  await set('scheduler/scheduler_config.json', config);
  expect(await defaultScheduler(folder)).toBe(name);
});

test('what is exported for ONNX is looked at like what it was exported from', async () => {
  await cp(path.join(folder, 'vae'), path.join(folder, 'vae_decoder'), { recursive: true });
  await set('vae_decoder/config.json', { shift_factor: 0.1 });
  await expect(checkConfiguration(folder)).rejects.toThrow('vae_decoder/config.json says');
});
