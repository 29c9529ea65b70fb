import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase, type GenerateRequest } from '@/lib/models/base';
import { openLanguageModel } from '@/lib/models/language-model';
import { NativeSession } from '@/lib/onnx/native-session';
import { openScorer } from '@/lib/models/scorer';
import { SessionPool, type MemoryRule } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';

const CPU = { device: 'cpu', threads: 1 } as const;
const SUR = 'models/sarovar-64-sur-kl';
const LATER = 'models/sarovar-64-sur-cosine-4000/adapter.onnx';
const GIB = 2 ** 30;
const RULE: MemoryRule = { share: 0.5, idleMs: 600_000 };

/** How often a session was really opened. */
const opening = vi.spyOn(NativeSession, 'open');

const pools: SessionPool[] = [];
/** A pool on a machine with so much memory, in bytes, of which so much is to be had. */
function poolOn(total: number, available = total, rule = RULE): SessionPool {
  const pool = new SessionPool(rule, () => ({ total, available }));
  pools.push(pool);
  return pool;
}

let place: string;
beforeEach(async () => {
  opening.mockClear();
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-pool-'));
});
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
  await rm(place, { recursive: true });
});

const look = (file: string) => weightsAt(file, path.basename(file), CPU);
const adapterIn = (folder: string) => look(path.join(folder, 'adapter.onnx'));

const noLanguageModel = () => Promise.reject(new Error('No language model here.'));

const REQUEST: GenerateRequest = {
  prompt: 'a dog',
  negativePrompt: '',
  seeds: [1n],
  steps: 2,
  previewEvery: 0,
  guidanceScale: 4,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width: 64,
  height: 64,
};

test('with no memory to spare, all paint as before, one after the other and at once', async () => {
  const picture = async (pool: SessionPool, name: string) => {
    const options = { ...CPU, sessions: pool, verifyHashes: false };
    const base = await openBase('models/sarovar-64', options);
    if (name === '') return base.generate(REQUEST);
    const folder = await readAdapterFolder(`models/sarovar-64-${name}`);
    return base.generate(REQUEST, {}, [await openAdapter(folder, base, noLanguageModel, options)]);
  };
  const names = ['', 'sur-kl', 'connector-clip'];
  const [ample, tight] = [poolOn(GIB), poolOn(1)];
  const expected = [];
  for (const name of names) expected.push(await picture(ample, name));
  expect(ample.size.open).toBe(5);
  opening.mockClear();
  for (const [i, name] of names.entries()) expect(await picture(tight, name)).toEqual(expected[i]);
  // Whatever is opened closes all that nobody holds.
  expect(opening.mock.calls.length).toBeGreaterThan(9);
  const twice = [...names, ...names];
  const together = await Promise.all(twice.map((name) => picture(tight, name)));
  expect(together).toEqual([...expected, ...expected]);
  expect(tight.size.leased).toBe(0);
});

v8.setFlagsFromString('--expose-gc');
const collect: unknown = vm.runInNewContext('gc');

/** Memory of this process without garbage, which may be 100 MiB and more between two collections. */
function residentBytes(): number {
  if (typeof collect !== 'function') throw new Error('There is no garbage collector to call.');
  Reflect.apply(collect, undefined, []);
  return process.memoryUsage.rss();
}

test('20 scans open no session twice, and take as much memory as one', async () => {
  const pool = poolOn(GIB);
  const options = { ...CPU, sessions: pool, verifyHashes: true };
  const states = new Set<string>();
  const resident: number[] = [];
  for (let scan = 0; scan < 20; scan += 1) {
    const base = await openBase('models/sarovar-64', options);
    const llm = () => openLanguageModel('models/smollm2-135m-instruct', options);
    const folder = await readAdapterFolder('models/sarovar-64-ella');
    const [read] = await (await openAdapter(folder, base, llm, options))(['a dog'], [500]);
    states.add(JSON.stringify(read?.at(0)));
    await openScorer('models/sarovar-64-scorer', options);
    resident.push(residentBytes());
  }
  // Text encoder, UNet and decoder, the adapter and its language model, and the scorer.
  expect(opening).toHaveBeenCalledTimes(6);
  expect(pool.size.open).toBe(6);
  expect(states.size).toBe(1);
  // Half of what the adapter's weights alone would take, opened 19 times more.
  const { bytes } = await adapterIn('models/sarovar-64-ella');
  const [once = Number.NaN] = resident;
  expect((resident.at(-1) ?? Number.NaN) - once).toBeLessThan((19 * bytes) / 2);
});

test('a model whose files change is opened anew; meanwhile nothing of the old is mixed in', async () => {
  const pool = poolOn(GIB);
  const options = { ...CPU, sessions: pool, verifyHashes: true };
  const folder = path.join(place, 'adapter');
  await mkdir(folder);
  for (const file of ['adapter.onnx', 'manifest.json']) {
    await cp(path.join(SUR, file), path.join(folder, file));
  }
  const base = await openBase('models/sarovar-64', options);
  const read = async () => {
    const conditioner = await openAdapter(
      await readAdapterFolder(folder),
      base,
      noLanguageModel,
      options,
    );
    const [states] = await conditioner(['a dog'], [500]);
    return states?.at(0);
  };
  const before = await read();
  const later = path.dirname(LATER);
  await cp(path.join(later, 'adapter.onnx'), path.join(place, 'new.onnx'));
  await rename(path.join(place, 'new.onnx'), path.join(folder, 'adapter.onnx'));
  await expect(read()).rejects.toThrow(/adapter\.onnx has \d+ bytes, not the \d+ of the manifest/);
  await cp(path.join(later, 'manifest.json'), path.join(folder, 'manifest.json'));
  expect(await read()).not.toEqual(before);
});
