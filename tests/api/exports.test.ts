import { createHash } from 'node:crypto';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { DATASETS } from '@/lib/exports/datasets';
import { fillWithVotes } from '../support/arena';
import { startDatabase } from '../support/database';
import { exported, exportedLines } from '../support/exports';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillWithVotes();
});
afterAll(async () => {
  closeVoters();
  await stop();
});

test.each(Object.keys(DATASETS))('%s: JSON lines and Parquet say the same', async (name) => {
  const lines = (await exportedLines(name)).trim().split('\n').filter(Boolean);
  const rows = lines.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
  const columns = DATASETS[name]?.columns ?? [];
  for (const row of rows) expect(Object.keys(row)).toEqual(columns.map((own) => own.name));
  const parquet = await (await exported(`${name}.parquet`)).arrayBuffer();
  const read = await parquetReadObjects({ file: parquet });
  const plain = read.map((row) =>
    Object.fromEntries(
      columns.map((own) => {
        const value: unknown = row[own.name] ?? null;
        return [own.name, value instanceof Date ? value.toISOString() : value];
      }),
    ),
  );
  expect(plain).toEqual(rows);
  if (name === 'votes' || name === 'matchups') expect(rows.length).toBeGreaterThan(100);
  if (name === 'generations')
    expect(rows).toHaveLength(await prisma().generation.count({ where: { blind: false } }));
});

test('the manifest has the hash of every file as it is', async () => {
  const manifest = z.object({
    files: z.array(z.object({ file: z.string(), rows: z.number(), sha256: z.string() })),
  });
  const { files } = manifest.parse(await (await exported('manifest.json')).json());
  expect(files.map(({ file }) => file)).toEqual(
    Object.keys(DATASETS).map((name) => `${name}.jsonl`),
  );
  for (const { file, rows, sha256 } of files) {
    const text = await (await exported(file)).text();
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    expect(text.split('\n').length - 1).toBe(rows);
  }
});

test('an unknown export is not found', async () => {
  expect((await exported('secrets.jsonl')).status).toBe(404);
  expect((await exported('votes.csv')).status).toBe(404);
});
