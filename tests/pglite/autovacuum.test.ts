import pg from 'pg';
import { expect, test } from 'vitest';
import { at } from '@/lib/at';
import { vacuumOnce } from '@/scripts/autovacuum.mjs';
import { startPglite } from '../support/servers';

test('tables that have changed much are vacuumed and analysed, others are left alone', async () => {
  const { url, stop } = await startPglite();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE "Large one" AS SELECT i FROM generate_series(1, 5000) i');
  await client.query('CREATE TABLE small AS SELECT i FROM generate_series(1, 20) i');
  expect(await vacuumOnce(url)).toEqual(['public."Large one"', 'public.small']);
  const { rows } = await client.query('SELECT reltuples FROM pg_class WHERE relname = $1', [
    'Large one',
  ]);
  expect(rows).toEqual([{ reltuples: 5000 }]);
  expect(await vacuumOnce(url)).toEqual([]);
  const sizes: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    await client.query('UPDATE "Large one" SET i = i + 1');
    expect(await vacuumOnce(url)).toEqual(['public."Large one"']);
    const { rows } = await client.query<{ size: number }>(
      `SELECT pg_relation_size('"Large one"')::int AS size`,
    );
    sizes.push(at(rows, 0).size);
  }
  expect(at(sizes, 3)).toBe(at(sizes, 1));
  await client.end();
  await stop();
});
