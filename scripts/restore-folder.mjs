import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { whyNot } from '../lib/file-errors.mjs';
import { lockFolder } from './lock.mjs';
import { servePglite } from './pglite-server.mjs';

/** What a data folder may have in it and still be new: locks that were let go, and what was broken off. */
const NEW = /^(launcher\.lock(\..*)?|\.restoring|lost\+found)$/;

/** @param {string} folder */
async function refuseUnlessNew(folder) {
  const names = await readdir(folder);
  // Where a restore was broken off at its end, its pictures had been moved already.
  const isOurs = names.includes('.restoring');
  const other = names.find((name) => !NEW.test(name) && !(isOurs && name === 'blobs'));
  if (other === undefined) return;
  throw new Error(
    `${folder} is not empty (it has ${other}), and nothing is restored over it; name a new folder with --to.`,
  );
}

/**
 * Makes a data folder of what `fill` puts into an embedded database and a folder of pictures, and gives it its names when all
 * is there. Throws Error when the folder has something in it, or is in use.
 * @template T
 * @param {string} folder
 * @param {(databaseUrl: string, pictures: string) => Promise<T>} fill
 * @returns {Promise<T>}
 */
export async function restoreFolder(folder, fill) {
  await mkdir(folder, { recursive: true }).catch((error) => {
    throw new Error(`${folder} cannot be made: ${whyNot(error)}; name another with --to.`);
  });
  const lock = await lockFolder(folder).catch((error) => {
    throw new Error(`${folder} cannot be written: ${whyNot(error)}; name another with --to.`);
  });
  if ('holder' in lock) {
    throw new Error(`${folder} is in use by a Sarovar or a restore (process ${lock.holder}).`);
  }
  const making = path.join(folder, '.restoring');
  try {
    await refuseUnlessNew(folder);
    if ((await readdir(folder)).includes('.restoring')) {
      await rm(path.join(folder, 'blobs'), { recursive: true, force: true });
      await rm(making, { recursive: true });
    }
    const pictures = path.join(making, 'blobs');
    await mkdir(pictures, { recursive: true, mode: 0o700 });
    const { PGlite } = await import('@electric-sql/pglite');
    const lite = await PGlite.create(path.join(making, 'postgres'));
    const server = await servePglite(lite);
    const close = async () => {
      await server.close();
      await lite.close();
    };
    const result = await fill(server.url, pictures).catch(async (error) => {
      await close();
      await rm(making, { recursive: true });
      throw error;
    });
    await close();
    await rename(pictures, path.join(folder, 'blobs'));
    await rename(path.join(making, 'postgres'), path.join(folder, 'postgres'));
    await rm(making, { recursive: true });
    return result;
  } finally {
    await lock.release();
  }
}
