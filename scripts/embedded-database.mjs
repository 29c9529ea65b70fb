import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { autovacuum } from './autovacuum.mjs';
import { servePglite } from './pglite-server.mjs';

/** Serves PGlite from a data folder to ordinary PostgreSQL clients; returns its address, and how to end it. */
export async function embeddedDatabase(dataDir) {
  const { PGlite } = await import('@electric-sql/pglite');
  const folder = path.join(dataDir, 'postgres');
  if (!existsSync(folder)) {
    // A kill during the very first start must not leave a broken folder behind.
    const fresh = `${folder}.new`;
    await rm(fresh, { recursive: true, force: true });
    await (await PGlite.create(fresh)).close();
    await rename(fresh, folder);
  }
  const lite = await PGlite.create(folder);
  const server = await servePglite(lite);
  const endVacuum = autovacuum(server.url);
  const close = async () => {
    await endVacuum();
    await server.close();
    await lite.close();
  };
  return { url: server.url, close };
}
