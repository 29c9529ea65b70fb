import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerModels } from '@/lib/models/register';
import { secret } from '@/lib/store/secrets';
import { blobs, blobsIn } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { embeddedDatabase } from '@/scripts/embedded-database.mjs';
import { startDatabase } from '../support/database';
import { judgedComparison, row } from '../support/judged';
import { until } from '../support/worker';

const PROMPT = 'three red balloons on a blue background';

const onPostgres = process.env['TEST_DATABASE'] === 'postgres';
/** Of files alone: a backup of either database is the same. */
const testFiles = test.skipIf(onPostgres);

let stop: () => Promise<void>;
let place: string;
let file: string;
beforeAll(async () => {
  stop = await startDatabase();
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-backup-'));
  file = path.join(place, 'a backup.tar');
  await registerModels('models');
  await judgedComparison(PROMPT, [row('balloon', 'red', 3), row('balloon', 'red', 2)]);
  await prisma().voter.create({ data: { provenAt: new Date(), origins: ['somewhere'] } });
  for (const name of ['voters', 'network-2026-01-01', 'origins-7']) await secret(name);
  await prisma().rateLimit.create({ data: { key: 'somebody', points: 1 } });
});
afterAll(async () => {
  await stop();
  await rm(place, { recursive: true });
});

async function run(
  script: 'backup' | 'restore',
  args: string[],
  env: Record<string, string> = {},
): Promise<{ status: unknown; said: string }> {
  const command = ['--import', 'tsx', `scripts/${script}.ts`, ...args];
  const child = spawn(process.execPath, command, { env: { ...process.env, ...env } });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, said: `${stdout}${stderr}`.trim() };
}

/** In place of a database that the environment names: the embedded one of a new folder. */
const EMBEDDED = { DATABASE_URL: '', NODE_NO_WARNINGS: '1' };

const restore = (folder: string) => run('restore', [file, '--to', folder], EMBEDDED);

/** What no backup holds. */
const LEFT = new Set(['RateLimit', 'BannedNetwork', 'WorkerHeartbeat', '_AtHand']);

/** All rows of a database, by table. */
async function contents(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    if (LEFT.has(name)) continue;
    const columns = name === '_prisma_migrations' ? 't.migration_name || t.checksum' : 't::text';
    const { rows } = await client.query<{ row: string }>(
      `SELECT ${columns} AS row FROM "${name}" t ORDER BY 1`,
    );
    found[name] = rows.map((one) => one.row);
  }
  await client.end();
  return found;
}

const here = () => contents(process.env['DATABASE_URL'] ?? '');

async function restored(folder: string) {
  const { url, close } = await embeddedDatabase(folder);
  const found = await contents(url);
  await close();
  return found;
}

/** What a backup has of what is here: keys of days and weeks stay behind. */
async function expected(): Promise<Record<string, string[]>> {
  const { Secret: secrets = [], ...all } = await here();
  return { ...all, Secret: secrets.filter((one) => !/network-|origins-/.test(one)) };
}

test('a backup becomes a data folder with every row and every picture', async () => {
  const { status, said } = await run('backup', [file]);
  expect(said).toMatch(/a backup\.tar holds \d+ rows and 2 pictures\.$/);
  expect(status).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(place)).toEqual(['a backup.tar']);

  const folder = path.join(place, 'restored');
  expect((await restore(folder)).said).toMatch(
    /^Restored \d+ rows and 2 pictures\. Start with DATA_DIR=/,
  );
  const before = await expected();
  expect(before['Generation']).toHaveLength(2);
  expect(before['Secret']).toHaveLength(1);
  expect(await restored(folder)).toEqual(before);
  for (const { imageSha256 } of await prisma().generation.findMany()) {
    const bytes = await blobsIn(path.join(folder, 'blobs')).get(imageSha256 ?? '');
    expect(bytes).toEqual(await blobs().get(imageSha256 ?? ''));
    expect(bytes?.length).toBeGreaterThan(0);
  }
  expect((await readdir(folder)).sort()).toEqual(['blobs', 'launcher.lock.1', 'postgres']);

  const again = await restore(folder);
  expect(again.said).toMatch(
    /restored is not empty \(it has blobs\), and nothing is restored over/,
  );
  expect(again.status).toBe(1);
  expect(await restored(folder)).toEqual(before);
});

test('what is restored refers only to what is there, however much is written meanwhile', async () => {
  let written = 0;
  let ended = false;
  const write = async () => {
    while (!ended) {
      written += 1;
      const words = `prompt ${written}`;
      const prompt = {
        text: words,
        normalizedText: words,
        category: 'OTHER',
        licence: 'CC0-1.0',
      } as const;
      await prisma().comparison.create({ data: { prompt: { create: prompt } } });
    }
  };
  const writing = write();
  const target = path.join(place, 'busy.tar');
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/backup.ts', target], {
    stdio: 'inherit',
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  ended = true;
  await writing;
  const folder = path.join(place, 'busy');
  expect((await run('restore', [target, '--to', folder], EMBEDDED)).status).toBe(0);
  const { Prompt: prompts = [], Comparison: comparisons = [] } = await restored(folder);
  expect(prompts.length).toBeGreaterThan(1);
  expect(comparisons).toHaveLength(prompts.length);
});

testFiles(
  'a restore that is killed leaves nothing that looks whole, and can be run again',
  async () => {
    const folder = path.join(place, 'killed');
    const command = ['--import', 'tsx', 'scripts/restore.ts', file, '--to', folder];
    const env = { ...process.env, ...EMBEDDED };
    const child = spawn(process.execPath, command, { env, stdio: 'ignore' });
    await until(() =>
      Promise.resolve(existsSync(path.join(folder, '.restoring/postgres/PG_VERSION')) || undefined),
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(folder)).not.toContain('postgres');
    await expect(embeddedDatabase(folder)).rejects.toThrow(/broken off; run it again/);
    expect((await restore(folder)).status).toBe(0);
    expect((await restored(folder))['Generation']).toHaveLength(2);
  },
);

testFiles.each<[string, RegExp, (copy: string) => Promise<void>]>([
  ['was cut', /no whole backup|was cut/, (copy) => truncate(copy, 100_000)],
  ['ends after its rows', /was cut/, async (copy) => writeFile(copy, await withoutPictures())],
  [
    'is something else',
    /no whole backup|no backup that/,
    (copy) => writeFile(copy, 'PK'.repeat(2000)),
  ],
  ['is empty', /is empty/, (copy) => writeFile(copy, '')],
  ['is not there', /There is no file/, (copy) => rm(copy)],
])(
  'a backup that %s is refused in a sentence, and nothing of it stays',
  async (_, sentence, harm) => {
    const copy = path.join(place, 'harmed.tar');
    await writeFile(copy, await readFile(file));
    await harm(copy);
    const folder = path.join(place, 'from-harmed');
    const { status, said } = await run('restore', [copy, '--to', folder], EMBEDDED);
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/ at .*:\d+/);
    expect(status).toBe(1);
    expect(await readdir(folder)).not.toContain('postgres');
    expect(await readdir(folder)).not.toContain('blobs');
  },
);

/** The archive up to its first picture, and how an archive ends. */
async function withoutPictures(): Promise<Buffer> {
  const whole = await readFile(file);
  return Buffer.concat([whole.subarray(0, whole.indexOf('pictures/')), Buffer.alloc(1024)]);
}

testFiles('a backup is not written over anything, nor into nowhere', async () => {
  const folder = path.join(place, 'backups');
  await mkdir(folder);
  // What a backup that was killed has left; no process has that number.
  const [old, another] = ['old.tar.9999999.part', 'another-host.tar.9999999.part'];
  for (const part of [old, another]) await writeFile(path.join(folder, part), 'half');
  await utimes(path.join(folder, old), new Date(0), new Date(0));
  expect((await run('backup', [folder])).said).toMatch(/backups\/sarovar-[\dT-]+Z\.tar holds/);
  expect(await readdir(folder)).toEqual([another, expect.stringMatching(/^sarovar-.*\.tar$/)]);
  expect((await run('backup', [file])).said).toMatch(/is there already and is not written over/);
  expect((await run('backup', [path.join(place, 'no/where.tar')])).said).toMatch(
    /There is no folder/,
  );
  const nobody = { DATABASE_URL: 'postgresql://127.0.0.1:9/none' };
  expect((await run('backup', [path.join(place, 'none.tar')], nobody)).said).toMatch(
    /^The database at 127\.0\.0\.1:9 cannot be reached: [^\n]+\.$/,
  );
  expect((await run('backup', [])).said).toMatch(/^npm run backup -- FILE/);
  expect((await run('restore', ['--help'])).said).toMatch(/^npm run restore -- FILE/);
});

test('a picture that is gone is counted', async () => {
  const { imageSha256 } = await prisma().generation.findFirstOrThrow();
  const bytes = await blobs().get(imageSha256 ?? '');
  await blobs().delete(imageSha256 ?? '');
  const { said } = await run('backup', [path.join(place, 'less.tar')]);
  expect(said).toMatch(/1 pictures\. Pictures that rows name, and that were not there: 1\.$/);
  if (bytes) await blobs().put(bytes);
});

test.runIf(onPostgres)(
  'an empty PostgreSQL takes it in one piece, and one with something in it refuses it',
  async () => {
    const url = new URL(process.env['DATABASE_URL'] ?? '');
    const client = new pg.Client({ connectionString: new URL('postgres', url).href });
    await client.connect();
    await client.query('CREATE DATABASE restored');
    const fresh = { DATABASE_URL: new URL('restored', url).href };
    const folder = path.join(place, 'of-postgres');
    const cut = path.join(place, 'harmed.tar');
    await writeFile(cut, await withoutPictures());
    expect((await run('restore', [cut, '--to', folder], fresh)).status).toBe(1);
    expect(await contents(fresh.DATABASE_URL)).toEqual({});
    const args = [file, '--to', folder];
    expect((await run('restore', args, fresh)).said).toMatch(/^Restored/);
    expect((await contents(fresh.DATABASE_URL))['Generation']).toHaveLength(2);
    expect(await readdir(path.join(folder, 'blobs'))).toHaveLength(2);
    expect((await run('restore', args, fresh)).said).toMatch(/The database is not empty/);
    await client.query('DROP DATABASE restored WITH (FORCE)');
    await client.end();
  },
);
