import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256 } from '@/lib/store/blobs';
import { startFaultyProxy } from '../support/faulty-proxy';
import { findSeaweedFs, startSeaweedFs, type TestBucket } from '../support/seaweedfs';

const weed = findSeaweedFs();

/** The blob store of a process with these variables. */
async function openWith(env: Record<string, string | undefined>) {
  vi.resetModules();
  vi.unstubAllEnvs();
  vi.stubEnv('DATABASE_URL', 'postgresql://localhost/none');
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return import('@/lib/store/blobs');
}
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What the suite has to know of a kind of storage to look behind the store's back. */
interface Place {
  env(): Record<string, string>;
  /** Where an error says that a blob lies. */
  locate(hash: string): string;
  overwrite(hash: string, bytes: Uint8Array): Promise<void>;
  writtenAt(hash: string): Promise<Date | undefined>;
  /** The names of everything that is stored. */
  names(): Promise<string[]>;
}

/** `length` bytes that no other test stores. */
function someBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + length) % 256);
}

function contract(place: Place) {
  const open = async () => (await openWith(place.env())).blobs();

  test('what was put is what is got, by another process, too, and empty or large', async () => {
    const store = await open();
    for (const length of [0, 1, 1000, 9 * 2 ** 20]) {
      const bytes = someBytes(length);
      const hash = await store.put(bytes);
      expect(hash).toBe(sha256(bytes));
      const got = await (await open()).get(hash);
      expect(got && sha256(got)).toBe(hash);
      expect(got).toHaveLength(length);
      expect(await store.has(hash)).toBe(true);
    }
  });

  test('what was never put is not there, and is forgotten without complaint', async () => {
    const store = await open();
    for (const name of [sha256(someBytes(7)), '', '../../etc/passwd', 'F'.repeat(64)]) {
      expect(await store.get(name)).toBeUndefined();
      expect(await store.has(name)).toBe(false);
      await store.delete(name);
    }
  });

  test('what was deleted is gone, and can be put again', async () => {
    const store = await open();
    const hash = await store.put(someBytes(11));
    await store.delete(hash);
    expect(await store.get(hash)).toBeUndefined();
    expect(await store.has(hash)).toBe(false);
    await store.put(someBytes(11));
    expect(await store.get(hash)).toHaveLength(11);
  });

  test('the same bytes are written once', async () => {
    const store = await open();
    const hash = await store.put(someBytes(13));
    const first = await place.writtenAt(hash);
    expect(first).toBeInstanceOf(Date);
    await sleep(1100); // HTTP tells the time in seconds.
    await store.put(someBytes(13));
    expect(await place.writtenAt(hash)).toEqual(first);
  });

  test('thirty-two at once put one blob, whole, and leave nothing else', async () => {
    const store = await open();
    const before = await place.names();
    const bytes = someBytes(300_000);
    const hashes = await Promise.all(Array.from({ length: 32 }, () => store.put(bytes)));
    expect(new Set(hashes)).toEqual(new Set([sha256(bytes)]));
    const fresh = (await place.names()).filter((name) => !before.includes(name));
    expect(fresh).toEqual([expect.stringContaining(sha256(bytes))]);
    expect(await store.get(sha256(bytes))).toHaveLength(300_000);
  });

  test('damaged bytes are an error that names them and are never given out; the right ones mend them', async () => {
    const store = await open();
    const right = someBytes(17);
    const hash = await store.put(right);
    const wrongs = [someBytes(17).fill(1), right.slice(0, 16), new Uint8Array(0)];
    for (const wrong of wrongs) {
      await place.overwrite(hash, wrong);
      await expect(store.get(hash)).rejects.toThrow(
        `The blob ${hash} is damaged: the bytes at ${place.locate(hash)} hash to ${sha256(wrong)}.`,
      );
    }
    await store.put(right);
    expect(sha256((await store.get(hash)) ?? new Uint8Array())).toBe(hash);
  });
}

describe('files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sarovar-blobs-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const locate = (hash: string) => path.join(folder, 'blobs', hash.slice(0, 2), hash);

  contract({
    env: () => ({ DATA_DIR: folder }),
    locate,
    overwrite: (hash, bytes) => writeFile(locate(hash), bytes),
    writtenAt: async (hash) => (await stat(locate(hash))).mtime,
    names: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
  });
});

describe.skipIf(!weed)('a bucket', () => {
  let server: TestBucket;
  beforeAll(async () => {
    server = await startSeaweedFs(weed ?? '');
  });
  afterAll(() => server.stop());
  const key = (hash: string) => `from/here/${hash.slice(0, 2)}/${hash}`;
  const object = (hash: string) => ({ Bucket: server.bucket, Key: key(hash) });
  const BLOBS = 's3://pictures/from/here';

  contract({
    env: () => ({ ...server.env, BLOBS }),
    locate: (hash) => `s3://pictures/${key(hash)}`,
    overwrite: async (hash, Body) => {
      await server.s3.putObject({ ...object(hash), Body });
    },
    writtenAt: async (hash) => (await server.s3.headObject(object(hash))).LastModified,
    names: async () => {
      const { Contents = [] } = await server.s3.listObjectsV2({ Bucket: server.bucket });
      return Contents.map(({ Key }) => Key ?? '');
    },
  });

  test('a server with a name is asked for the bucket by path', async () => {
    const AWS_ENDPOINT_URL_S3 = server.endpoint.replace('127.0.0.1', 'localhost');
    const { blobs } = await openWith({ ...server.env, BLOBS, AWS_ENDPOINT_URL_S3 });
    expect(await blobs().get(await blobs().put(someBytes(23)))).toHaveLength(23);
  });

  test('a server that is busy, or breaks the connection, is asked again', async () => {
    const proxy = await startFaultyProxy(server.endpoint);
    try {
      const { blobs } = await openWith({ ...server.env, BLOBS, AWS_ENDPOINT_URL_S3: proxy.url });
      proxy.faults.push('busy', 'broken');
      const hash = await blobs().put(someBytes(19));
      proxy.faults.push('broken', 'busy');
      expect(await blobs().get(hash)).toEqual(someBytes(19));
      proxy.faults.push('busy', 'busy', 'busy', 'busy');
      await expect(blobs().get(hash)).rejects.toThrow();
    } finally {
      await proxy.stop();
    }
  });

  const wrong = (AWS_SECRET_ACCESS_KEY: string) => ({
    ...server.env,
    BLOBS,
    AWS_SECRET_ACCESS_KEY,
  });

  test('it can be used, says the check at start', async () => {
    const { checkBlobs } = await openWith({ ...server.env, BLOBS });
    await checkBlobs();
  });

  test.each<[string, () => Record<string, string | undefined>, RegExp]>([
    [
      'no such bucket',
      () => ({ ...server.env, BLOBS: 's3://elsewhere' }),
      /there is no such bucket/,
    ],
    ['another key', () => wrong('a guess'), /these credentials may not list it/],
    ['no region', () => ({ ...server.env, BLOBS, AWS_REGION: undefined }), /Region is missing/],
    [
      'no server',
      () => ({ ...server.env, BLOBS, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' }),
      /ECONNREFUSED 127\.0\.0\.1:9/,
    ],
  ])('%s: one sentence at start', async (_name, env, sentence) => {
    const { checkBlobs } = await openWith(env());
    await expect(checkBlobs()).rejects.toThrow(
      /^The bucket (pictures|elsewhere) of BLOBS cannot be used: [^\n]+\.$/,
    );
    await expect(checkBlobs()).rejects.toThrow(sentence);
  });
});
