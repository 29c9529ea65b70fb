import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { closeDatabase } from '@/lib/store/database';
import { startPglite, type Started } from './servers';

async function copyPglite(dump: string): Promise<Started> {
  return startPglite(new Blob([await readFile(dump)]));
}

async function onServer(template: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: new URL('postgres', template).href });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function copyPostgres(template: string): Promise<Started> {
  const name = `test-${randomUUID()}`;
  await onServer(template, `CREATE DATABASE "${name}" TEMPLATE template`);
  return {
    url: new URL(name, template).href,
    stop: () => onServer(template, `DROP DATABASE "${name}" WITH (FORCE)`),
  };
}

/**
 * A fresh, migrated database of the kind that TEST_DATABASE names, with a data folder of its own,
 * both set in the environment. Returns how to end it all.
 */
export async function startDatabase(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-test-'));
  const template = inject('template');
  const real = process.env['TEST_DATABASE'] === 'postgres';
  const { url, stop } = await (real ? copyPostgres : copyPglite)(template);
  process.env['DATABASE_URL'] = url;
  process.env['DATA_DIR'] = path.join(folder, 'data');
  return async () => {
    await closeDatabase();
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}
