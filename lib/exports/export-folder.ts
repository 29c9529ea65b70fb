import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { config } from '@/lib/config';

/** Whatever is being made is younger. */
const ABANDONED_MS = 60 * 60_000;

/** A finished file. */
export interface Made {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const folder = () => config().exportsDir;

/** Where the file `name` lies, or will. */
export const pathOf = (name: string) => join(folder(), name);

async function fill(handle: FileHandle, parts: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of parts) {
    hash.update(part);
    bytes += part.byteLength;
    await handle.writeFile(part);
  }
  await handle.sync();
  return { bytes, sha256: hash.digest('hex') };
}

/** Makes a file of `parts` and gives it the name that `named` says, once it is whole: half of one is never there. */
export async function make(
  parts: AsyncIterable<Uint8Array>,
  named: (sha256: string) => string,
): Promise<Made> {
  await mkdir(folder(), { recursive: true });
  const temporary = pathOf(`${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    const { bytes, sha256 } = await fill(handle, parts).finally(() => handle.close());
    const path = pathOf(named(sha256));
    await rename(temporary, path);
    return { path, bytes, sha256 };
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Removes the files whose names begin with `start`, but for those that begin with `kept`, and what was left half done. */
export async function removeOld(start: string, kept: string): Promise<void> {
  for (const name of await readdir(folder())) {
    const isOld = name.startsWith(start) && !name.startsWith(kept);
    const age = name.endsWith('.tmp')
      ? Date.now() - (await stat(pathOf(name)).catch(() => ({ mtimeMs: Infinity }))).mtimeMs
      : 0;
    // Whoever is reading one has it open, and reads on.
    if (isOld || age > ABANDONED_MS) await rm(pathOf(name), { force: true });
  }
}
