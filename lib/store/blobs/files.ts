import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing, whyNot } from '@/lib/file-errors.mjs';
import { BlobStorageError, blobPath, type BlobDriver } from './blob-store';

/** Blobs as files below `folder`, of one host or on a disk that several share. */
export function files(folder: string): BlobDriver {
  const locate = (hash: string) => join(folder, blobPath(hash));
  return {
    locate,
    // The folder is made when the first blob is.
    check: () => Promise.resolve(),
    exists: (hash) =>
      stat(locate(hash)).then(
        () => true,
        () => false,
      ),
    async read(hash) {
      return readFile(locate(hash)).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
    },
    async write(hash, bytes) {
      const file = locate(hash);
      const temporary = `${file}.${randomUUID()}.tmp`;
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(temporary, bytes, { flag: 'wx', flush: true });
        await rename(temporary, file);
      } catch (cause) {
        await rm(temporary, { force: true }).catch(() => undefined);
        // Whoever asked for a picture reads it, and need not know where files lie.
        throw new BlobStorageError(
          `The picture cannot be stored: ${whyNot(cause)}. Whoever runs Sarovar has to make room for pictures.`,
          { cause },
        );
      }
    },
    remove: (hash) => rm(locate(hash), { force: true }),
  };
}
