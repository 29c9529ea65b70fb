import { config } from '@/lib/config';
import { contentAddressed, type BlobDriver, type BlobStore } from './blob-store';
import { bucket } from './bucket';
import { files } from './files';

export type { BlobStore };
export { BlobDamagedError, BlobStorageError, sha256 } from './blob-store';

let chosen: { readonly driver: BlobDriver; readonly store: BlobStore } | undefined;

function choose() {
  if (!chosen) {
    const { blobs: choice } = config();
    const driver = choice.kind === 'bucket' ? bucket(choice) : files(choice.folder);
    chosen = { driver, store: contentAddressed(driver) };
  }
  return chosen;
}

/** The process's blob store. */
export function blobs(): BlobStore {
  return choose().store;
}

/** The blob store of the files below `folder`, whatever the configuration says. */
export function blobsIn(folder: string): BlobStore {
  return contentAddressed(files(folder));
}

/** Rejects with BlobStorageError when nothing can be kept where the configuration says. */
export async function checkBlobs(): Promise<void> {
  await choose().driver.check();
}
