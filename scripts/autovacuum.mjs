// PGlite has no process beside its one session, and so none that keeps tables small and their statistics true.
import pg from 'pg';

const EVERY_MS = 60_000;

/** Has the server write down what its session has counted; else nothing is found to have changed. */
const COUNT_NOW = 'SELECT pg_stat_force_next_flush()';

/** The tables whose time has come by PostgreSQL's own thresholds (its manual, "The Autovacuum Daemon"). */
const DUE = `
  WITH t AS (
    SELECT format('%I.%I', s.schemaname, s.relname) AS name, greatest(c.reltuples, 0) AS rows,
      c.reltuples < 0 AND pg_relation_size(c.oid) > 0 AS unknown,
      n_dead_tup AS dead, n_ins_since_vacuum AS added, n_mod_since_analyze AS changed
    FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid)
  SELECT name, dead > 50 + 0.2 * rows OR added > 1000 + 0.2 * rows AS "isToBeVacuumed" FROM t
  WHERE unknown OR dead > 50 + 0.2 * rows OR added > 1000 + 0.2 * rows OR changed > 50 + 0.1 * rows
  ORDER BY name`;

/**
 * Vacuums and analyses what has changed much, one table after the other. Returns the names of those tables.
 * @param {string} url the address of the database
 * @returns {Promise<string[]>}
 */
export async function vacuumOnce(url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(COUNT_NOW);
    const { rows } = await client.query(DUE);
    for (const { name, isToBeVacuumed } of rows) {
      await client.query(isToBeVacuumed ? `VACUUM (ANALYZE) ${name}` : `ANALYZE ${name}`);
    }
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/**
 * Does so again and again.
 * @param {string} url the address of the database
 * @returns {() => Promise<void>} ends it, once what has begun is done
 */
export function autovacuum(url) {
  let working = Promise.resolve();
  const timer = setInterval(() => {
    working = working.then(async () => {
      // The next turn finds what this one has left.
      await vacuumOnce(url).catch(() => undefined);
    });
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return working;
  };
}
