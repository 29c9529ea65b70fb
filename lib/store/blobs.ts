import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { config } from '@/lib/config';

/** Immutable bytes under the SHA-256 of their content. */
export interface BlobStore {
  /** Stores `bytes`, whole or not at all, and returns their SHA-256 in hex. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes of `sha256`; undefined when there are none. */
  get(sha256: string): Promise<Uint8Array | undefined>;
  has(sha256: string): Promise<boolean>;
  /** Forgets `sha256`; not an error when it is unknown. */
  delete(sha256: string): Promise<void>;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Blobs as files below `folder`, spread over 256 subfolders. */
export function fileBlobs(folder: string): BlobStore {
  // What is no hash cannot name a file, wherever it comes from.
  const locate = (hash: string) =>
    /^[0-9a-f]{64}$/.test(hash) ? join(folder, hash.slice(0, 2), hash) : undefined;

  async function has(hash: string): Promise<boolean> {
    const file = locate(hash);
    if (!file) return false;
    return stat(file).then(
      () => true,
      () => false,
    );
  }

  return {
    has,
    async put(bytes) {
      const hash = sha256(bytes);
      if (await has(hash)) return hash;
      const file = join(folder, hash.slice(0, 2), hash);
      const temporary = `${file}.${randomUUID()}.tmp`;
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
      return hash;
    },
    async get(hash) {
      const file = locate(hash);
      if (!file) return undefined;
      return readFile(file).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
    },
    async delete(hash) {
      const file = locate(hash);
      if (file) await rm(file, { force: true });
    },
  };
}

/** The process's blob store. */
export function blobs(): BlobStore {
  return fileBlobs(join(config().dataDir, 'blobs'));
}
