import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { expect, test } from 'vitest';
import { servePglite } from '@/scripts/pglite-server.mjs';

test('whoever listens hears every notification once, in the order of commits, and nobody else hears any', async () => {
  const lite = await PGlite.create();
  const server = await servePglite(lite);
  const heard: Record<string, string[]> = { first: [], second: [], deaf: [] };
  const clients = await Promise.all(
    Object.entries(heard).map(async ([name, payloads]) => {
      const client = new pg.Client({ connectionString: server.url });
      client.on('notification', ({ payload = '' }) => payloads.push(payload));
      await client.connect();
      if (name !== 'deaf') await client.query('listen work');
      return client;
    }),
  );
  const [first, second, deaf] = clients;
  await deaf?.query("SELECT pg_notify('work', $1), repeat('x', 200000)", ['one']);
  await first?.query('BEGIN');
  await first?.query("NOTIFY work, 'two'");
  await first?.query('COMMIT');
  await second?.query("NOTIFY work, 'three'");
  await expect.poll(() => heard['first']).toEqual(['one', 'two', 'three']);
  await expect.poll(() => heard['second']).toEqual(['one', 'two', 'three']);
  expect(heard['deaf']).toEqual([]);
  for (const client of clients) await client.end();
  await server.close();
  await lite.close();
});
