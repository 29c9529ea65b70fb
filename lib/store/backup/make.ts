import type pg from 'pg';
import { BlobDamagedError, type BlobStore } from '@/lib/store/blobs';
import {
  END_FILE,
  HEAD_FILE,
  pictureFile,
  ROWS_PER_FILE,
  rowsFile,
  type BackupFile,
  type BackupProgress,
  type Counts,
  type Head,
} from './format';

/**
 * SQL: which rows of a table a backup holds, where it is not all. Keys that are destroyed so that nobody can tell any more
 * who came from where must not outlive that in a backup; who works now does not when it is restored.
 */
const HELD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    RateLimit: 'false',
    BannedNetwork: 'false',
    Secret: `t.name !~ '^(network|origins)-'`,
    WorkerHeartbeat: 'false',
    _AtHand: 'false',
    _prisma_migrations: 'false',
  }),
);

/** SQL: the files that rows name; what is shown while a picture is painted is not among them. */
const PICTURES = `
  SELECT "imageSha256" AS sha256 FROM "Generation" WHERE "imageSha256" IS NOT NULL
  UNION SELECT "initialSha256" FROM "Generation" WHERE "initialSha256" IS NOT NULL
  UNION SELECT sha256 FROM "KeptPicture" ORDER BY sha256`;

/** The tables of the database's own schema, by name. */
export async function tablesOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const asJson = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);

async function headOf(client: pg.ClientBase): Promise<Head> {
  const { rows: migrations } = await client.query<Head['migrations'][number]>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  return { format: 1, madeAt: new Date().toISOString(), migrations };
}

/** The rows of a table, in files of lines of JSON. */
async function* rowsOf(client: pg.ClientBase, table: string) {
  const where = HELD.get(table) ?? 'true';
  // As text: what JavaScript makes of large numbers is not what they are.
  await client.query(
    `DECLARE backup NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS row FROM "${table}" t WHERE ${where}`,
  );
  for (let number = 1; ; number += 1) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${ROWS_PER_FILE} FROM backup`);
    if (rows.length === 0) break;
    const lines = rows.map(({ row }) => `${row}\n`).join('');
    yield { name: rowsFile(table, number), bytes: Buffer.from(lines), rows: rows.length };
  }
  await client.query('CLOSE backup');
}

async function readUnlessDamaged(store: BlobStore, sha256: string) {
  return store.get(sha256).catch((error: unknown) => {
    if (error instanceof BlobDamagedError) return undefined;
    throw error;
  });
}

/**
 * The files of a backup of the database of `client` and the pictures in `store`, while others go on working with them: all
 * rows as they were at one moment, then the pictures that they name, which never change. Returns what was counted.
 */
export async function* makeBackup(
  client: pg.ClientBase,
  store: BlobStore,
  onProgress: BackupProgress = () => undefined,
): AsyncGenerator<BackupFile, Counts> {
  const counts = { rows: 0, pictures: 0, missing: 0 };
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  yield { name: HEAD_FILE, bytes: asJson(await headOf(client)) };
  for (const table of await tablesOf(client)) {
    for await (const { rows, ...file } of rowsOf(client, table)) {
      counts.rows += rows;
      onProgress({ ...counts, of: undefined });
      yield file;
    }
  }
  const pictures = await client.query<{ sha256: string }>(PICTURES);
  // The embedded database has one session: whoever else wants something of it has waited until here.
  await client.query('COMMIT');
  for (const { sha256 } of pictures.rows) {
    const bytes = await readUnlessDamaged(store, sha256);
    if (bytes) {
      counts.pictures += 1;
      yield { name: pictureFile(sha256), bytes };
    } else {
      counts.missing += 1;
    }
    onProgress({ ...counts, of: pictures.rows.length });
  }
  yield { name: END_FILE, bytes: asJson(counts) };
  return counts;
}
