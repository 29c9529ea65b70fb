import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Where the migrations lie, relative to the repository root. */
export const MIGRATIONS = 'prisma/migrations';

/** The advisory lock that Prisma itself takes around migrations. */
const PRISMA_LOCK = 72707369;

/** SQL: makes Prisma's own table of migrations. */
export const HISTORY = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** One of our migrations; its checksum is what Prisma's history has of it. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** All migrations below `folder`, oldest first. */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Applies a migration in the transaction of `client`, and notes it in Prisma's own history. */
export async function applyMigration(
  client: pg.ClientBase,
  { name, sql, checksum }: Migration,
): Promise<void> {
  await client.query(sql).catch((cause: unknown) => {
    throw new Error(`The migration ${name} failed; nothing of it was kept.`, { cause });
  });
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
}

/** Throws Error when somebody applied a migration that is none of `known`: an older Sarovar would not understand its rows. */
async function refuseNewer(client: pg.ClientBase, known: readonly Migration[]): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
  );
  if (!rows[0]?.found) return;
  const newer = await client.query<{ migration_name: string }>(
    `SELECT migration_name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL AND migration_name <> ALL($1::text[])
     ORDER BY migration_name DESC LIMIT 1`,
    [known.map(({ name }) => name)],
  );
  const [last] = newer.rows;
  if (!last) return;
  throw new Error(
    `A newer Sarovar has used this database (its ${last.migration_name} is not known here), and it is left as it is: use that version, or restore a backup from before (npm run restore -- --help).`,
  );
}

/**
 * Applies the migrations that the database lacks and returns their names. Each is one transaction
 * together with its row in Prisma's own history table, so a failing one leaves nothing behind, and
 * several processes may start at once: one applies, the others wait.
 *
 * Throws when an applied migration was edited afterwards or is of a newer version, or when one fails.
 */
export async function migrate(databaseUrl: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const applied: string[] = [];
  try {
    const migrations = await readMigrations(folder);
    await refuseNewer(client, migrations);
    for (const migration of migrations) {
      const { name, checksum } = migration;
      await client.query('BEGIN');
      // The lock ends with the transaction: the embedded database has one session for everybody.
      await client.query('SELECT pg_advisory_xact_lock($1::bigint)', [PRISMA_LOCK]);
      await client.query(HISTORY);
      const { rows } = await client.query<{ checksum: string }>(
        `SELECT checksum FROM _prisma_migrations
         WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL`,
        [name],
      );
      if (rows[0] && rows[0].checksum !== checksum) {
        throw new Error(
          `The migration ${name} was edited after it had been applied; restore the file and write a new migration instead.`,
        );
      }
      if (!rows[0]) {
        await applyMigration(client, migration);
        applied.push(name);
      }
      await client.query('COMMIT');
    }
  } finally {
    // Ending the connection rolls an open transaction back.
    await client.end();
  }
  return applied;
}
