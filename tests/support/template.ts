import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { closeDatabase } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { startPglite, startPostgres } from './servers';

declare module 'vitest' {
  interface ProvidedContext {
    /** A dumped data folder of PGlite, or the address of a PostgreSQL server's database to copy. */
    readonly template: string;
  }
}

async function migrated(url: string): Promise<void> {
  const before = process.env['DATABASE_URL'];
  process.env['DATABASE_URL'] = url;
  await migrate(url);
  await closeDatabase();
  if (before === undefined) delete process.env['DATABASE_URL'];
  else process.env['DATABASE_URL'] = before;
}

async function dumpPglite(folder: string): Promise<string> {
  const { database, url, stop } = await startPglite();
  await migrated(url);
  const dump = await database.dumpDataDir('none');
  await stop();
  const file = path.join(folder, 'pglite.tar');
  await writeFile(file, Buffer.from(await dump.arrayBuffer()));
  return file;
}

async function serveTemplate(folder: string) {
  const { url: server, stop } = await startPostgres(folder);
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query('CREATE DATABASE template');
  await client.end();
  const url = new URL('template', server).href;
  await migrated(url);
  return { url, stop };
}

/**
 * Once before a project's tests: a migrated database of the kind that its TEST_DATABASE names, of which each
 * file's own is a copy. Returns how to end it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-template-'));
  if (project.config.env['TEST_DATABASE'] !== 'postgres') {
    project.provide('template', await dumpPglite(folder));
    return () => rm(folder, { recursive: true, force: true });
  }
  const { url, stop } = await serveTemplate(folder);
  project.provide('template', url);
  return async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}
