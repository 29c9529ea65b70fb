import type pg from 'pg';
import { sha256, type BlobStore } from '@/lib/store/blobs';
import { applyMigration, HISTORY, readMigrations, type Migration } from '@/lib/store/migrate';
import {
  BackupError,
  END_FILE,
  endSchema,
  HEAD_FILE,
  headSchema,
  pictureOf,
  tableOf,
  type BackupFile,
  type BackupProgress,
  type Counts,
} from './format';
import { tablesOf } from './make';

const CUT = 'This backup was cut, or changed: not all that it counts is in it. Get the file again.';

const json = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));

/** Our migrations that the backup's database had. Throws BackupError. */
async function migrationsOf(first: BackupFile): Promise<readonly Migration[]> {
  const head = headSchema.safeParse(first.name === HEAD_FILE ? json(first.bytes) : undefined);
  if (!head.success) throw new BackupError('This is no backup that npm run backup has made.');
  const own = new Map((await readMigrations()).map((migration) => [migration.name, migration]));
  return head.data.migrations.map(({ name, checksum }) => {
    const migration = own.get(name);
    if (migration?.checksum === checksum) return migration;
    throw new BackupError(
      `This backup is of another version of Sarovar (its ${name} is not known here); restore it with that version or a later one.`,
    );
  });
}

interface Reference {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Takes the foreign keys away, so that tables can be filled in any order. */
async function withoutReferences(client: pg.ClientBase): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(
    `SELECT c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace`,
  );
  for (const { table, name } of rows) {
    await client.query(`ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`);
  }
  return rows;
}

/** The tables as the backup's database had them, and nothing in them. Throws BackupError unless the database is empty. */
async function makeTables(client: pg.ClientBase, migrations: readonly Migration[]) {
  const there = await tablesOf(client);
  if (there.length > 0) {
    throw new BackupError(
      `The database is not empty (it has ${there.length} tables), and nothing is restored over it; make a new one, and set DATABASE_URL to it.`,
    );
  }
  await client.query(HISTORY);
  for (const migration of migrations) await applyMigration(client, migration);
  const references = await withoutReferences(client);
  const tables = (await tablesOf(client)).filter((name) => name !== '_prisma_migrations');
  // Migrations put in rows of their own.
  await client.query(`TRUNCATE ${tables.map((name) => `"${name}"`).join(', ')}`);
  return { tables: new Set(tables), references };
}

async function fill(client: pg.ClientBase, table: string, bytes: Uint8Array): Promise<number> {
  const lines = Buffer.from(bytes).toString('utf8').split('\n').filter(Boolean);
  await client.query(
    `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    [`[${lines.join(',')}]`],
  );
  return lines.length;
}

/**
 * Restores the files of a backup into the empty database of `client`, in one transaction, and into `store`. Throws
 * BackupError, and then the database is as empty as before.
 */
export async function restoreBackup(
  files: AsyncIterator<BackupFile>,
  client: pg.ClientBase,
  store: BlobStore,
  onProgress: BackupProgress = () => undefined,
): Promise<Counts> {
  const first = await files.next();
  if (first.done) throw new BackupError('This file is empty.');
  const migrations = await migrationsOf(first.value);
  await client.query('BEGIN');
  const { tables, references } = await makeTables(client, migrations);
  const found = { rows: 0, pictures: 0 };
  let end: Counts | undefined;
  for (let next = await files.next(); !next.done; next = await files.next()) {
    const { name, bytes } = next.value;
    const table = tableOf(name) ?? '';
    const picture = pictureOf(name);
    if (name === END_FILE) end = endSchema.parse(json(bytes));
    else if (tables.has(table)) found.rows += await fill(client, table, bytes);
    else if (picture === sha256(bytes)) {
      await store.put(bytes);
      found.pictures += 1;
    } else throw new BackupError(`${CUT} (${name})`);
    onProgress({ ...found, of: undefined });
  }
  if (end?.rows !== found.rows || end.pictures !== found.pictures) throw new BackupError(CUT);
  for (const { table, name, definition } of references) {
    await client.query(`ALTER TABLE "${table}" ADD CONSTRAINT "${name}" ${definition}`);
  }
  await client.query('COMMIT');
  return end;
}
