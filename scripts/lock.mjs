// One launcher for a data folder, however many start at once and wherever the last one was killed.
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from '../lib/is-alive.mjs';

const LOCK = /^launcher\.lock(?:\.(\d+))?$/;

/** @param {string} folder */
async function newestIn(folder) {
  const numbers = (await readdir(folder)).flatMap((name) => {
    const found = LOCK.exec(name);
    if (!found) return [];
    const [, number = 0] = found;
    return [Number(number)];
  });
  return { numbers, newest: Math.max(0, ...numbers) };
}

/** @param {string} folder @param {number} number */
function fileOf(folder, number) {
  return path.join(folder, number === 0 ? 'launcher.lock' : `launcher.lock.${number}`);
}

/**
 * Makes a file that has the number of this process in it from its first moment. False when it is there already.
 * @param {string} file
 */
async function claim(file) {
  const whole = `${file}-${process.pid}`;
  await writeFile(whole, String(process.pid));
  try {
    await link(whole, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

/**
 * Locks a folder for this process until it ends or lets go. Answers how to let go; or the process that has the
 * folder. Throws what the file system throws.
 *
 * Nobody takes over a file, since two could: a lock is a new file, the newest one counts, and the newest one is
 * never removed. So whoever made the newest one, after the holder of the one before was gone, is alone.
 * @param {string} folder
 * @returns {Promise<{ release: () => Promise<void> } | { holder: number }>}
 */
export async function lockFolder(folder) {
  for (;;) {
    const { newest } = await newestIn(folder);
    const holder = Number(await readFile(fileOf(folder, newest), 'utf8').catch(() => ''));
    if (holder && holder !== process.pid && isAlive(holder)) return { holder };
    const own = newest + 1;
    if (!(await claim(fileOf(folder, own)))) continue;
    // The one that it was to follow may have been followed, and removed, long ago.
    const now = await newestIn(folder);
    if (now.newest !== own) {
      await rm(fileOf(folder, own), { force: true });
      continue;
    }
    for (const number of now.numbers) {
      if (number < own) await rm(fileOf(folder, number), { force: true });
    }
    return { release: () => writeFile(fileOf(folder, own), '') };
  }
}
