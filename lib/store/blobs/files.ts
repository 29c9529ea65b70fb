import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing } from '@/lib/file-errors.mjs';
import { blobPath, type BlobDriver } from './blob-store';

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
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    },
    remove: (hash) => rm(locate(hash), { force: true }),
  };
}
