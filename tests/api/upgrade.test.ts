import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotFound } from '@/lib/problems';
import { pool } from '@/lib/store/database';
import { MIGRATIONS, migrate } from '@/lib/store/migrate';
import { requestReproduction } from '@/lib/studio/request-pictures';
import { startOwnDatabase } from '../support/servers';

/** The first migration that refuses what the ones before it let in. */
const REFUSING = '20261126151723_refuse_nonsense';

let stop: () => Promise<void>;
let before: string;
beforeAll(async () => {
  before = await mkdtemp(path.join(tmpdir(), 'sarovar-migrations-'));
  for (const name of await readdir(MIGRATIONS)) {
    if (name >= REFUSING) continue;
    await cp(path.join(MIGRATIONS, name), path.join(before, name), { recursive: true });
  }
  stop = await startOwnDatabase({ migrations: before });
});
afterAll(async () => {
  await stop();
  await rm(before, { recursive: true, force: true });
});

const NO_PLMS = 'There is no scheduler plms any more, so this cannot be painted again.';

/** What an older version may have stored, with nonsense among it. The ids say which is which. */
const FILLED = `
  INSERT INTO "Base" (id, name, title, "folderSha256", resolution, "predictionType", licence, scheduler)
    VALUES ('base', 'base', 'Base', 'x', 64, 'epsilon', 'MIT', 'magic');
  INSERT INTO "Model" (id, "baseId", name, method, "weightsSha256") VALUES ('model', 'base', 'vanilla', 'VANILLA', 'x');
  INSERT INTO "Scorer" (id, "baseId", name, sha256) VALUES ('scorer', 'base', 'scorer', 'x');
  INSERT INTO "Prompt" (id, text, "normalizedText", category, licence)
    VALUES ('dog', 'a dog', 'a dog', 'OTHER', 'CC0-1.0'), ('cat', 'a cat', 'a cat', 'OTHER', 'CC0-1.0');
  INSERT INTO "Enrichment" (id, "promptId", text, status)
    VALUES ('long cat', 'cat', 'a large cat', 'SUCCEEDED'), ('empty', 'cat', '', 'SUCCEEDED');
  INSERT INTO "Comparison" (id, "promptId", "enrichmentId") VALUES ('right', 'dog', NULL), ('crossed', 'dog', 'long cat');
  INSERT INTO "Generation" (id, "promptId", "enrichmentId", "modelId", seed, steps, "guidanceScale", scheduler, width,
      height, status, "imageSha256", "comparisonId")
    VALUES ('right', 'dog', NULL, 'model', 1, 1, 1, 'ddim', 64, 64, 'SUCCEEDED', 'a', NULL),
      ('beside', 'dog', NULL, 'model', 1, 1, 1, 'ddim', 64, 64, 'SUCCEEDED', 'b', NULL),
      ('crossed', 'dog', 'long cat', 'model', 1, 1, 1, 'ddim', 64, 64, 'SUCCEEDED', 'c', NULL),
      ('lost', 'dog', NULL, 'model', 1, 1, 1, 'ddim', 64, 64, 'SUCCEEDED', NULL, NULL),
      ('old', 'dog', NULL, 'model', 1, 1, 1, 'plms', 64, 64, 'SUCCEEDED', 'd', 'right'),
      ('waiting', 'dog', NULL, 'model', 1, 1, 1, 'plms', 64, 64, 'QUEUED', NULL, NULL),
      ('next', 'dog', NULL, 'model', 1, 1, 1, 'ddim', 64, 64, 'QUEUED', NULL, NULL);
  INSERT INTO "Voter" (id) VALUES ('voter');
  INSERT INTO "Rating" (id, "generationId", "voterId", criterion, value)
    VALUES ('five', 'right', 'voter', 'QUALITY', 5), ('99', 'right', 'voter', 'ALIGNMENT', 99);
  INSERT INTO "Matchup" (id, "voterId", "promptId", "comparisonId", "leftId", "rightId", "leftToken", "rightToken",
      "repeatsId", propensity)
    VALUES ('itself', 'voter', 'dog', 'right', 'right', 'right', '1', '2', NULL, 0.5),
      ('pair', 'voter', 'dog', 'right', 'right', 'beside', '3', '4', 'itself', 7);
  INSERT INTO "Vote" (id, "matchupId", question, outcome, "idempotencyKey")
    VALUES ('itself', 'itself', 'ALIGNMENT', 'LEFT', '1'), ('pair', 'pair', 'ALIGNMENT', 'LEFT', '2');
  INSERT INTO "PictureReport" (id, "matchupId", side, reason)
    VALUES ('itself', 'itself', 'LEFT', 'odd'), ('pair', 'pair', 'LEFT', 'odd');
  INSERT INTO "AutomaticScore" (id, "generationId", "scorerId", facts, score)
    VALUES ('right', 'right', 'scorer', '[]', 1), ('beyond', 'beside', 'scorer', '[]', 3);
`;

async function rows(sql: string): Promise<unknown[]> {
  return (await pool().query({ text: sql, rowMode: 'array' })).rows;
}
const ids = (table: string) => rows(`SELECT id FROM "${table}" ORDER BY id`);

test('a database with nonsense in it starts, keeps all that is true, and takes no more of it', async () => {
  await pool().query(FILLED);
  expect(await migrate(process.env['DATABASE_URL'] ?? '')).toContain(REFUSING);

  expect(
    await rows('SELECT id, "promptId", status, error IS NULL FROM "Generation" ORDER BY id'),
  ).toEqual([
    ['beside', 'dog', 'SUCCEEDED', true],
    ['crossed', 'cat', 'SUCCEEDED', true],
    ['lost', 'dog', 'FAILED', false],
    ['next', 'dog', 'QUEUED', true],
    ['old', 'dog', 'SUCCEEDED', true],
    ['right', 'dog', 'SUCCEEDED', true],
    ['waiting', 'dog', 'FAILED', false],
  ]);
  expect(await rows('SELECT id, "promptId" FROM "Comparison" ORDER BY id')).toEqual([
    ['crossed', 'cat'],
    ['right', 'dog'],
  ]);
  expect(await rows('SELECT id, status FROM "Enrichment" ORDER BY id')).toEqual([
    ['empty', 'FAILED'],
    ['long cat', 'SUCCEEDED'],
  ]);
  expect(await ids('Rating')).toEqual([['five']]);
  expect(await rows('SELECT id, "repeatsId", propensity FROM "Matchup"')).toEqual([
    ['pair', null, null],
  ]);
  expect(await ids('Vote')).toEqual([['pair']]);
  expect(await ids('Report')).toEqual([['pair']]);
  expect(await ids('AutomaticScore')).toEqual([['right']]);
  expect(await rows('SELECT scheduler FROM "Base"')).toEqual([['ddim']]);
  expect(await rows('SELECT method FROM "Model"')).toEqual([['VANILLA']]);

  // What was painted long ago goes on as it is; what is painted from now on is looked at.
  const paint = `INSERT INTO "Generation" (id, "promptId", "modelId", seed, steps, "guidanceScale", scheduler, width, height)
    SELECT id || ' again', "promptId", "modelId", seed, steps, "guidanceScale", scheduler, width, height FROM "Generation"`;
  await expect(pool().query(`${paint} WHERE id = 'old'`)).rejects.toMatchObject({ code: '23514' });
  const again = () =>
    requestReproduction('old', { id: () => Promise.resolve(null), network: undefined });
  await expect(again()).rejects.toThrow(new NotFound(NO_PLMS));
  await pool().query(`${paint} WHERE id = 'right'`);
  // A voter who leaves takes their name from the matchups, too.
  await pool().query(`UPDATE "Voter" SET id = 'nobody'`);
  expect(await migrate(process.env['DATABASE_URL'] ?? '')).toEqual([]);
});

test('a database that a newer version has used is left as it is', async () => {
  await migrate(process.env['DATABASE_URL'] ?? '');
  const add = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
    VALUES ('newer', 'x', '99991231000000_of_tomorrow', now())`;
  await pool().query(add);
  await expect(migrate(process.env['DATABASE_URL'] ?? '')).rejects.toThrow(
    /^A newer Sarovar has used this database \(its 99991231000000_of_tomorrow is not known here\)/,
  );
  await pool().query(`DELETE FROM _prisma_migrations WHERE id = 'newer'`);
  expect(await migrate(process.env['DATABASE_URL'] ?? '')).toEqual([]);
});
