import { createHash } from 'node:crypto';

/** Immutable bytes under the SHA-256 of their content. */
export interface BlobStore {
  /** Stores `bytes`, whole or not at all, and returns their SHA-256 in hex. What is there is left alone, unless damaged. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes of `sha256`; undefined when there are none. Rejects with BlobDamagedError rather than give others. */
  get(sha256: string): Promise<Uint8Array | undefined>;
  has(sha256: string): Promise<boolean>;
  /** Forgets `sha256`; not an error when it is unknown. */
  delete(sha256: string): Promise<void>;
}

/** Where the bytes lie, each under its SHA-256: what one kind of storage has to know. */
export interface BlobDriver {
  read(sha256: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all, in place of what was there. */
  write(sha256: string, bytes: Uint8Array): Promise<void>;
  exists(sha256: string): Promise<boolean>;
  remove(sha256: string): Promise<void>;
  /** Where people find it. */
  locate(sha256: string): string;
  /** Rejects with BlobStorageError when nothing can be kept there. */
  check(): Promise<void>;
}

/** What is stored under a hash has another one: a disk or somebody changed it. */
export class BlobDamagedError extends Error {
  override readonly name = 'BlobDamagedError';
}

/** The storage cannot be used; the message is one sentence for whoever set it up. */
export class BlobStorageError extends Error {
  override readonly name = 'BlobStorageError';
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** In 256 groups, so that no folder has too many; the same in files and buckets, so that one can be copied to the other. */
export function blobPath(hash: string): string {
  return `${hash.slice(0, 2)}/${hash}`;
}

// What is no hash names nothing, wherever it comes from.
function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** A store of what `driver` keeps: written once, and held against its hash whenever it is read. */
export function contentAddressed(driver: BlobDriver): BlobStore {
  async function get(hash: string): Promise<Uint8Array | undefined> {
    const bytes = isHash(hash) ? await driver.read(hash) : undefined;
    if (!bytes) return undefined;
    const found = sha256(bytes);
    if (found === hash) return bytes;
    throw new BlobDamagedError(
      `The blob ${hash} is damaged: the bytes at ${driver.locate(hash)} hash to ${found}.`,
    );
  }

  async function isSound(hash: string): Promise<boolean> {
    try {
      return (await get(hash)) !== undefined;
    } catch (error) {
      if (error instanceof BlobDamagedError) return false;
      throw error;
    }
  }

  return {
    get,
    async put(bytes) {
      const hash = sha256(bytes);
      if (!(await isSound(hash))) await driver.write(hash, bytes);
      return hash;
    },
    has: (hash) => (isHash(hash) ? driver.exists(hash) : Promise.resolve(false)),
    async delete(hash) {
      if (isHash(hash)) await driver.remove(hash);
    },
  };
}
