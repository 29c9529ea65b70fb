import { at } from '@/lib/at';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePglite } from '@/scripts/pglite-server.mjs';

let lite: PGlite;
let server: Awaited<ReturnType<typeof servePglite>>;
beforeAll(async () => {
  lite = await PGlite.create();
  await lite.exec('CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0)');
  server = await servePglite(lite);
});
afterAll(async () => {
  await server.close();
  await lite.close();
});

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('an error of one client never touches the statements of the others', async () => {
  const failing = await connect();
  const others = [await connect(), await connect(), await connect()];
  const failures = Array.from({ length: 150 }, async () => {
    const bad = failing.query('SELECT $1::int / $2::int', [1, 0]);
    await expect(bad).rejects.toThrow(/division by zero/);
  });
  const answers = others.flatMap((client, who) =>
    Array.from({ length: 150 }, async (_, i) => {
      const texts = ['SELECT $1::int AS a', 'SELECT $1::int AS a, $2::int AS b, $3::text'];
      const values = [who * 1000 + i, i, 'x'.repeat(i * 50)];
      const wide = i % 2;
      const { rows } = await client.query<{ a: number }>(
        at(texts, wide),
        values.slice(0, wide ? 3 : 1),
      );
      expect(rows[0]?.a).toBe(who * 1000 + i);
    }),
  );
  await Promise.all([...failures, ...answers]);
  for (const client of [failing, ...others]) await client.end();
});

test('transactions of several clients take turns', async () => {
  await lite.exec('INSERT INTO t (id) VALUES (1)');
  const add = async () => {
    const client = await connect();
    await client.query('BEGIN');
    const { rows } = await client.query<{ n: number }>('SELECT n FROM t WHERE id = $1', [1]);
    await client.query('UPDATE t SET n = $1 WHERE id = 1', [(rows[0]?.n ?? 0) + 1]);
    await client.query('COMMIT');
    await client.end();
  };
  await Promise.all(Array.from({ length: 20 }, add));
  expect((await lite.query('SELECT n FROM t WHERE id = 1')).rows).toEqual([{ n: 20 }]);
});

test('a client that dies in its transaction has it rolled back', async () => {
  const [dying, next] = [await connect(), await connect()];
  await dying.query('BEGIN');
  await dying.query('INSERT INTO t (id) VALUES ($1)', [7]);
  const waiting = next.query('SELECT id FROM t WHERE id = 7');
  await dying.end();
  expect((await waiting).rows).toEqual([]);
  await next.end();
});
