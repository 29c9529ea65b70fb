import { stat } from 'node:fs/promises';
import { config } from '@/lib/config';
import { whyNot } from '@/lib/file-errors.mjs';
import { BlobStorageError } from './blobs';
import { prisma } from './database';

/**
 * Rejects with BlobStorageError when the database has pictures and the folder of their files is not there: a disk that is away,
 * or half of a copy. Whoever goes on would put new pictures into another place.
 */
export async function checkPictures(): Promise<void> {
  const { blobs } = config();
  if (blobs.kind !== 'files') return;
  const cause: unknown = await stat(blobs.folder).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (cause === undefined) return;
  const pictures = await prisma().generation.count({ where: { imageSha256: { not: null } } });
  if (pictures === 0) return;
  throw new BlobStorageError(
    `The database has ${pictures} pictures, and the folder of their files cannot be used: ${blobs.folder}: ${whyNot(cause)}. ` +
      'Bring it back, set DATA_DIR or BLOBS to where it is, or restore a backup (npm run restore -- --help); to go on without the pictures, make it anew as an empty folder.',
    { cause },
  );
}
