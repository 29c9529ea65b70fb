import { appendFile, cp, link, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tensor } from '@/lib/diffusion/tensor';
import { ModelFolderError, InferenceError } from '@/lib/onnx/errors';
import { NativeSession } from '@/lib/onnx/native-session';
import { SessionPool, type MemoryRule } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';

const CPU = { device: 'cpu', threads: 1 } as const;
const SUR = 'models/sarovar-64-sur-kl';
const SCORER = 'models/sarovar-64-scorer/model.onnx';
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

test('eight that ask at once share one opening, and it is closed when the last has released it', async () => {
  const pool = poolOn(GIB);
  const leases = await Promise.all(
    Array.from({ length: 8 }, async () => pool.acquire(await adapterIn(SUR))),
  );
  expect(opening).toHaveBeenCalledTimes(1);
  expect(new Set(leases.map(({ session }) => session)).size).toBe(1);
  expect(pool.size).toMatchObject({ open: 1, leased: 1 });
  const closing = pool.close();
  const [last, ...others] = leases;
  for (const { release } of [...others, ...others]) release();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(pool.size.open).toBe(1);
  last?.release();
  await closing;
  expect(pool.size).toEqual({ open: 0, leased: 0, bytes: 0 });
  await expect(pool.acquire(await adapterIn(SUR))).rejects.toThrow('The pool is closed');
});

test('links to the same weights share a session, and errors name the file that was asked for', async () => {
  const pool = poolOn(GIB);
  const file = path.join(SUR, 'adapter.onnx');
  const copy = path.join(place, 'other.onnx');
  const beside = path.join(place, 'linked.onnx');
  await cp(file, copy);
  await link(copy, beside);
  const [one, same] = await Promise.all(
    [look(copy), look(beside)].map(async (w) => pool.open(await w)),
  );
  expect(opening).toHaveBeenCalledTimes(1);
  expect(() => one?.input('x')).toThrow(/^other\.onnx has no input "x"/);
  expect(() => same?.input('x')).toThrow(/^linked\.onnx has no input "x"/);
});

test('a failed opening is not remembered, and all that waited for it hear of it', async () => {
  const pool = poolOn(GIB);
  const file = path.join(place, 'adapter.onnx');
  await writeFile(file, 'half a download');
  const asked = await Promise.allSettled(
    Array.from({ length: 3 }, async () => pool.open(await look(file))),
  );
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(opening).toHaveBeenCalledTimes(1);
  expect(pool.size.open).toBe(0);
  const weights = await look(file);
  await cp(path.join(SUR, 'adapter.onnx'), file);
  await expect(pool.open(weights)).rejects.toThrow(
    'adapter.onnx changed while it was being opened',
  );
  expect((await pool.open(await look(file))).input('encoder_hidden_states')).toBeDefined();
  expect(pool.size.open).toBe(1);
});

test('weights in a file beside the graph count, and tell models apart', async () => {
  const graph = path.join(place, 'model.onnx');
  await cp(path.join(SUR, 'adapter.onnx'), graph);
  const alone = await look(graph);
  await writeFile(`${graph}_data`, Buffer.alloc(1000));
  const together = await look(graph);
  expect(together.bytes).toBe(alone.bytes + 1000);
  expect(together.stamp).not.toBe(alone.stamp);
  await appendFile(`${graph}_data`, 'x');
  expect((await look(graph)).stamp).not.toBe(together.stamp);
});

test('over the budget, what was used longest ago is closed, and never what is leased', async () => {
  const [first, second, third] = [await adapterIn(SUR), await look(SCORER), await look(LATER)];
  const most = first.bytes + third.bytes;
  const pool = poolOn(most / RULE.share);
  const [one, two] = [await pool.open(first), await pool.open(second)];
  const states = tensor(new Float32Array(32 * 256), [1, 32, 256]);
  const before = await one.run({ encoder_hidden_states: states }, 'refined');
  // The first was used last: the second goes.
  await pool.open(third);
  expect(opening).toHaveBeenCalledTimes(3);
  expect(pool.size.bytes).toBe(most);
  await pool.open(first);
  expect(opening).toHaveBeenCalledTimes(3);
  // Whoever has a network does not notice that it was closed meanwhile.
  await two.runAll({ picture: tensor(new Float32Array(3 * 64 * 64), [1, 3, 64, 64]) }, ['score']);
  expect(opening).toHaveBeenCalledTimes(4);
  const again = await one.run({ encoder_hidden_states: states }, 'refined');
  expect(again).toEqual(before);

  await pool.hold(async ({ open }) => {
    for (const weights of [first, second, third]) await open(weights);
    expect(pool.size).toMatchObject({ open: 3, leased: 3 });
    // What is held by a piece of work within another stays until the outer one ends.
    await pool.open(second);
  });
  expect(pool.size).toMatchObject({ open: 3, leased: 0 });
});

test('what work within other work opens stays leased until the outer one has ended', async () => {
  const pool = poolOn(GIB);
  const weights = await adapterIn(SUR);
  await pool.hold(async (outer) => {
    await outer.hold(async (inner) => inner.open(weights));
    expect(pool.size.leased).toBe(1);
  });
  expect(pool.size.leased).toBe(0);
});

test('work that fails releases what it opened, and what comes too late, too', async () => {
  const pool = poolOn(GIB);
  const missing = { ...(await look(SCORER)), file: path.join(place, 'none.onnx'), stamp: 'x' };
  const there = await adapterIn(SUR);
  const work = pool.hold(({ open }) => Promise.all([open(missing), open(there)]));
  await expect(work).rejects.toThrow(ModelFolderError);
  await vi.waitFor(() => expect(pool.size).toMatchObject({ open: 1, leased: 0 }));
});

test.each([
  ['short', GIB / 8, 0],
  ['not short', GIB, 2],
])(
  'of what is unused for a while %s of memory, %d bytes, %d stay',
  async (_is, available, stay) => {
    const pool = poolOn(GIB, available, { ...RULE, idleMs: 100 });
    await pool.open(await adapterIn(SUR));
    const { release } = await pool.acquire(await look(SCORER));
    await pool.open(await look(LATER));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const { size } = pool;
    release();
    expect(size).toMatchObject({ open: stay + 1, leased: 1 });
  },
);

test('short of memory, what is used again and again stays open', async () => {
  const pool = poolOn(GIB, GIB / 8, { ...RULE, idleMs: 1000 });
  const used = await adapterIn(SUR);
  await pool.open(await look(SCORER));
  const end = performance.now() + 2500;
  while (performance.now() < end) {
    await pool.open(used);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(opening).toHaveBeenCalledTimes(2);
  expect(pool.size).toMatchObject({ open: 1, bytes: used.bytes });
});

test('a run that finds too little memory is tried again without what nobody holds', async () => {
  const pool = poolOn(GIB);
  await pool.open(await adapterIn(SUR));
  const { release } = await pool.acquire(await look(SCORER));
  const greedy = await pool.open(await look('tests/fixtures/broken-unets/too-greedy.onnx'));
  const feeds = {
    sample: tensor(new Float32Array(16 * 64), [1, 16, 8, 8]),
    timestep: tensor(Float32Array.of(0), []),
    encoder_hidden_states: tensor(new Float32Array(256), [1, 1, 256]),
  };
  const run = greedy.run(feeds, 'out_sample');
  await expect(run).rejects.toThrow(InferenceError);
  await expect(run).rejects.toThrow(/cpu has too little memory for too-greedy\.onnx at this size/);
  const { size } = pool;
  release();
  expect(size).toMatchObject({ open: 2, leased: 1 });
});
