import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { isMissing, whyNot } from '@/lib/file-errors.mjs';
import { isAlive } from '@/lib/is-alive.mjs';
import { BackupError, type BackupFile } from './format';

/** Whether there is something of that name, and whether it is a folder. */
async function kindOf(name: string): Promise<'nothing' | 'folder' | 'file'> {
  const found = await stat(name).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw new BackupError(`${name} cannot be read: ${whyNot(error)}.`, { cause: error });
  });
  if (!found) return 'nothing';
  return found.isDirectory() ? 'folder' : 'file';
}

/** The file that a backup to `target` is: in a folder it has the time in its name. Throws BackupError when it is there. */
export async function fileFor(target: string): Promise<string> {
  const named = await kindOf(target);
  const time = new Date().toISOString().slice(0, 19).replace(/:/g, '-');
  const file = named === 'folder' ? path.join(target, `sarovar-${time}Z.tar`) : target;
  if ((await kindOf(file)) !== 'nothing') {
    throw new BackupError(`${file} is there already and is not written over; name another file.`);
  }
  const folder = path.dirname(path.resolve(file));
  if ((await kindOf(folder)) === 'folder') return file;
  throw new BackupError(`There is no folder ${folder} to write the backup into; make it first.`);
}

const PART = /\.tar\.(\d+)\.part$/;

/** A part that was written to lately may be another host's, where the folder is shared. */
const QUIET_MS = 10 * 60_000;

/** Takes away what backups that were killed have left in a folder: it holds what visitors wrote, and nobody looks for it. */
async function sweepParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = PART.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const part = path.join(folder, name);
    const { mtimeMs } = await stat(part);
    if (Date.now() - mtimeMs > QUIET_MS) await rm(part);
  }
}

/**
 * Writes `files` as a tar archive that only this user can read, whole or not at all: it gets its name at its end. Throws
 * BackupError when it cannot be written.
 */
export async function writeArchive<T>(
  file: string,
  files: AsyncGenerator<BackupFile, T>,
): Promise<T> {
  const part = `${file.replace(/\.tar$/, '')}.tar.${process.pid}.part`;
  const archive = pack();
  async function feed(): Promise<T> {
    for (;;) {
      const next = await files.next();
      if (next.done) {
        archive.finalize();
        return next.value;
      }
      const { name, bytes } = next.value;
      await new Promise<void>((resolve, reject) => {
        const done = (error?: Error | null) => (error ? reject(error) : resolve());
        archive.entry({ name, mode: 0o600 }, Buffer.from(bytes), done);
      });
    }
  }
  try {
    await sweepParts(path.dirname(path.resolve(file)));
    const handle = await open(part, 'wx', 0o600);
    const feeding = feed().catch((error: unknown) => {
      archive.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    const writing = pipeline(archive, handle.createWriteStream({ flush: true }));
    const [result] = await Promise.all([feeding, writing]);
    await rename(part, file);
    return result;
  } catch (error) {
    await rm(part, { force: true });
    const written = `${file} cannot be written: ${whyNot(error)}. Nothing of it was kept.`;
    throw error instanceof BackupError ? error : new BackupError(written, { cause: error });
  }
}

/** The files of an archive, one after the other. Throws BackupError when it cannot be read, or was cut. */
export async function* readArchive(file: string): AsyncGenerator<BackupFile, undefined> {
  if ((await kindOf(file)) !== 'file') {
    throw new BackupError(`There is no file ${file}; name one that npm run backup has made.`);
  }
  const entries = extract();
  const reading = pipeline(createReadStream(file), entries).catch(() => undefined);
  try {
    for await (const entry of entries) {
      yield { name: entry.header.name, bytes: await buffer(entry) };
    }
  } catch (error) {
    throw new BackupError(`${file} is no whole backup: ${whyNot(error)}. Get the file again.`, {
      cause: error,
    });
  }
  await reading;
  return undefined;
}
