import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { embeddedDatabase } from '@/scripts/embedded-database.mjs';

let place: string;
let data: string;
let postgres: string;
let number = 0;
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-state-'));
  await mkdir(path.join(place, 'whole'));
  const { url, close } = await embeddedDatabase(path.join(place, 'whole'));
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS a');
  await close();
});
afterAll(() => rm(place, { recursive: true }));
beforeEach(async () => {
  number += 1;
  data = path.join(place, `data-${number}`);
  postgres = path.join(data, 'postgres');
  await cp(path.join(place, 'whole'), data, { recursive: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

async function picture(): Promise<void> {
  await mkdir(path.join(data, 'blobs/ab'), { recursive: true });
  await writeFile(path.join(data, 'blobs/ab/abc'), 'a picture');
}

/** What a database says of its process, and what it keeps to begin faster, come and go. */
const PASSING = /postmaster\.pid$|pg_internal\.init$/;

async function everything(): Promise<string[]> {
  const names = await readdir(data, { recursive: true });
  return names.filter((name) => !PASSING.test(name)).sort();
}

/** What it says of the data folder, which it leaves as it is. */
async function refusal(): Promise<string> {
  const before = await everything();
  const said = await embeddedDatabase(data).then(
    () => 'it is served',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  expect(await everything()).toEqual(before);
  return said;
}

const file = (name: string) => path.join(postgres, name);
const gone = (name: string) => rm(file(name), { recursive: true });

async function noDatabase(): Promise<void> {
  await rm(postgres, { recursive: true });
}

async function emptyDatabase(): Promise<void> {
  await noDatabase();
  await mkdir(postgres);
}

test.each<[string, RegExp, () => Promise<unknown>]>([
  ['without its version', /no whole database \(it has no PG_VERSION\)/, () => gone('PG_VERSION')],
  [
    'of a newer version',
    /of PostgreSQL 99, and this Sarovar has 18/,
    () => writeFile(file('PG_VERSION'), '99\n'),
  ],
  [
    'whose version cannot be read',
    /no whole database \(it is a folder\)/,
    async () => {
      await gone('PG_VERSION');
      await mkdir(file('PG_VERSION'));
    },
  ],
  ['with an empty version', /of PostgreSQL \?/, () => writeFile(file('PG_VERSION'), '')],
  ['with a cut control file', /damaged/, () => truncate(file('global/pg_control'), 100)],
  ['without a control file', /damaged/, () => gone('global/pg_control')],
  ['without its tables', /damaged/, () => gone('base')],
  ['without its log', /damaged/, () => gone('pg_wal')],
  ['that is empty', /no PG_VERSION/, emptyDatabase],
  [
    'that is empty, beside pictures',
    /no PG_VERSION/,
    async () => {
      await emptyDatabase();
      await picture();
    },
  ],
  [
    'that is a file',
    /not a folder/,
    async () => {
      await noDatabase();
      await writeFile(postgres, '');
    },
  ],
  [
    'that is gone while pictures are there',
    /pictures \(blobs\) but no database/,
    async () => {
      await noDatabase();
      await picture();
    },
  ],
  [
    'behind a link to a disk that is away',
    /no PG_VERSION/,
    async () => {
      await noDatabase();
      await symlink('/nowhere', postgres);
    },
  ],
  [
    'that is half restored',
    /restore .* was broken off; run it again/,
    () => mkdir(path.join(data, '.restoring/postgres'), { recursive: true }),
  ],
])('a database %s is refused, and nothing takes its place', async (_, sentence, harm) => {
  await harm();
  const said = await refusal();
  expect(said).toMatch(sentence);
  expect(said).toMatch(/npm run restore -- FILE --to/);
});

test('a new folder gets a database, also after a first start that was killed', async () => {
  const fresh = path.join(place, 'fresh');
  await mkdir(path.join(fresh, 'postgres.new'), { recursive: true });
  await writeFile(path.join(fresh, 'postgres.new/PG_VERSION'), '');
  const { url, close } = await embeddedDatabase(fresh);
  expect(await query(url, 'SELECT 2 AS b')).toEqual([{ b: 2 }]);
  await close();
  expect(await readdir(fresh)).toEqual(['postgres']);
});

test('a whole one is served with what is in it', async () => {
  const { url, close } = await embeddedDatabase(data);
  expect(await query(url, 'SELECT a FROM kept')).toEqual([{ a: 1 }]);
  await close();
});

test('npm start says it in one sentence', async () => {
  await gone('PG_VERSION');
  const env = { ...process.env, DATA_DIR: data, DATABASE_URL: '', PORT: '' };
  const command = ['scripts/start.mjs', 'dev', '--port', '39871'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    env,
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/^\S+postgres is no whole database .*\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});
