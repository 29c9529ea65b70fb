import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { autovacuum } from './autovacuum.mjs';
import { isMissing, whyNot } from '../lib/file-errors.mjs';
import { servePglite } from './pglite-server.mjs';

/** The version whose data folders PGlite reads and makes. */
const POSTGRES = '18';

const WAY_ON =
  'Nothing took its place. Bring the whole folder back as it was, or restore a backup into a new one ' +
  '(npm run restore -- FILE --to FOLDER) and start with DATA_DIR=FOLDER.';

/** What is in the data folder cannot be served, and must not be replaced; the message says what to do. */
class OddState extends Error {
  /** @override */
  name = 'OddState';
}

/** @param {string} folder */
async function hasFiles(folder) {
  const found = await readdir(folder).catch((error) => {
    if (isMissing(error)) return [];
    throw new OddState(`${folder} cannot be read (${whyNot(error)}). ${WAY_ON}`);
  });
  return found.length > 0;
}

/**
 * Whether there is a database already. Throws OddState where there is a part of one, or what only goes with one: PGlite would
 * begin a new one in its place.
 * @param {string} dataDir
 * @param {string} folder
 */
async function isThere(dataDir, folder) {
  if (await hasFiles(path.join(dataDir, '.restoring'))) {
    throw new OddState(
      `A restore into ${dataDir} was broken off; run it again (npm run restore -- FILE --to ${dataDir}).`,
    );
  }
  // Itself, not where it leads: a link to a disk that is away is no reason to begin anew.
  const isNew = await lstat(folder).then(
    () => false,
    (error) => {
      if (isMissing(error)) return true;
      throw new OddState(`${folder} cannot be read (${whyNot(error)}). ${WAY_ON}`);
    },
  );
  if (isNew) {
    if (!(await hasFiles(path.join(dataDir, 'blobs')))) return false;
    throw new OddState(
      `${dataDir} has pictures (blobs) but no database of theirs (postgres). If it is a server, set DATABASE_URL; to begin anew, set DATA_DIR to another folder. ${WAY_ON}`,
    );
  }
  const version = await readFile(path.join(folder, 'PG_VERSION'), 'utf8').catch((error) => {
    const why = isMissing(error) ? 'it has no PG_VERSION' : whyNot(error);
    throw new OddState(`${folder} is no whole database (${why}). ${WAY_ON}`);
  });
  if (version.trim() === POSTGRES) return true;
  throw new OddState(
    `${folder} is a database of PostgreSQL ${version.trim() || '?'}, and this Sarovar has ${POSTGRES}: use the version of Sarovar that made it. ${WAY_ON}`,
  );
}

/**
 * Serves PGlite from a data folder to ordinary PostgreSQL clients; returns its address, and how to end it. Throws OddState
 * rather than begin a new database where one was.
 * @param {string} dataDir
 */
export async function embeddedDatabase(dataDir) {
  const folder = path.join(dataDir, 'postgres');
  const old = await isThere(dataDir, folder);
  const { PGlite } = await import('@electric-sql/pglite');
  if (!old) {
    // A kill during the very first start must not leave a broken folder behind.
    const fresh = `${folder}.new`;
    await rm(fresh, { recursive: true, force: true });
    await (await PGlite.create(fresh)).close();
    await rename(fresh, folder);
  }
  const lite = await PGlite.create(folder).catch((error) => {
    throw new OddState(`${folder} is damaged: its database cannot be opened. ${WAY_ON}`, {
      cause: error,
    });
  });
  const server = await servePglite(lite);
  const endVacuum = autovacuum(server.url);
  const close = async () => {
    await endVacuum();
    await server.close();
    await lite.close();
  };
  return { url: server.url, close };
}
