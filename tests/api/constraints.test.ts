import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { SCHEDULERS } from '@/lib/diffusion/schedulers';
import { refreshStandings } from '@/lib/arena/standings';
import { pool, prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(2);
  const [mine, other] = await prisma().prompt.findMany({ orderBy: { id: 'asc' } });
  if (!mine || !other) throw new Error('The arena has two prompts.');
  await new Visitor().draw();
  const { id: generationId } = await prisma().generation.findFirstOrThrow();
  const { id: voterId } = await prisma().voter.findFirstOrThrow();
  await prisma().rating.create({ data: { generationId, voterId, criterion: 'QUALITY', value: 5 } });
  const { id: scorerId } = await prisma().scorer.findFirstOrThrow();
  await prisma().automaticScore.create({ data: { generationId, scorerId, facts: [], score: 1 } });
  await refreshStandings();
  for (const { id: promptId } of [mine, other]) {
    await prisma().enrichment.create({ data: { promptId, text: 'longer', status: 'SUCCEEDED' } });
  }
});
afterAll(() => stop());

const idRow = z.object({ id: z.string() });

/** Copies a row of `table`, which is right, with `changes` (SQL by column). */
async function copy(table: string, changes: Readonly<Record<string, string>>): Promise<string> {
  const { rows } = await pool().query<Record<string, unknown>>(`SELECT * FROM "${table}" LIMIT 1`);
  const columns = Object.keys(rows[0] ?? {});
  const fresh: Readonly<Record<string, string>> = {
    id: `'${randomUUID()}'`,
    leftToken: `'${randomUUID()}'`,
    rightToken: `'${randomUUID()}'`,
    name: `'${randomUUID()}'`,
    generationId: `(${ANOTHER_PICTURE})`,
    ...changes,
  };
  const values = columns.map((column) => fresh[column] ?? `"${column}"`);
  const inserted = await pool().query(
    `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')})
     SELECT ${values.join(', ')} FROM "${table}" LIMIT 1 RETURNING id`,
  );
  return idRow.parse(inserted.rows[0]).id;
}

const ANOTHER_PICTURE = `SELECT id FROM "Generation" g
  WHERE NOT EXISTS (SELECT 1 FROM "Rating" r WHERE r."generationId" = g.id) LIMIT 1`;
const ANOTHER_ENRICHMENT = (table: string) =>
  `(SELECT e.id FROM "Enrichment" e WHERE e."promptId" <> "${table}"."promptId" LIMIT 1)`;

test.each([
  'Rating',
  'Matchup',
  'Generation',
  'Comparison',
  'Enrichment',
  'Base',
  'AutomaticScore',
])('a copy of a right %s is right', async (table) => {
  const id = await copy(table, {});
  await pool().query(`DELETE FROM "${table}" WHERE id = $1`, [id]);
});

const hash = `'${'0'.repeat(64)}'`;
const CHECK = '23514';
const FOREIGN_KEY = '23503';

/** What is wrong, where, with which changes of a right row, and PostgreSQL's code for it. */
type Refusal = readonly [string, string, Readonly<Record<string, string>>, string];

const REFUSED: readonly Refusal[] = [
  ['99 stars', 'Rating', { value: '99' }, CHECK],
  ['no star', 'Rating', { value: '0' }, CHECK],
  ['a picture beside itself', 'Matchup', { rightId: '"leftId"' }, CHECK],
  ['a pair that was drawn with certainty and more', 'Matchup', { propensity: '1.5' }, CHECK],
  ['a pair that was drawn by no chance', 'Matchup', { propensity: '0' }, CHECK],
  ['success without a picture', 'Generation', { imageSha256: 'NULL' }, CHECK],
  ['an unknown scheduler', 'Generation', { scheduler: `'magic'` }, CHECK],
  ['no width', 'Generation', { width: '0' }, CHECK],
  ['no steps', 'Generation', { steps: '0' }, CHECK],
  ['a negative seed', 'Generation', { seed: '-1' }, CHECK],
  ['guidance that is no number', 'Generation', { guidanceScale: `'NaN'` }, CHECK],
  ['guidance from before the first step', 'Generation', { guidanceFrom: '-0.1' }, CHECK],
  ['guidance beyond the last step', 'Generation', { guidanceTo: '1.1' }, CHECK],
  ['guidance to no step', 'Generation', { guidanceTo: `'NaN'` }, CHECK],
  ['guidance that ends first', 'Generation', { guidanceFrom: '0.5', guidanceTo: '0.5' }, CHECK],
  ['too much rescale', 'Generation', { guidanceRescale: '1.1' }, CHECK],
  ['a strength of nothing', 'Generation', { strength: '0.5' }, CHECK],
  ['a beginning without strength', 'Generation', { initialSha256: hash }, CHECK],
  ['more than all strength', 'Generation', { initialSha256: hash, strength: '1.5' }, CHECK],
  [
    'another prompt’s longer version',
    'Generation',
    { enrichmentId: ANOTHER_ENRICHMENT('Generation') },
    FOREIGN_KEY,
  ],
  [
    'the same of a comparison',
    'Comparison',
    { enrichmentId: ANOTHER_ENRICHMENT('Comparison') },
    FOREIGN_KEY,
  ],
  ['success without a text', 'Enrichment', { text: `' '` }, CHECK],
  ['a base’s unknown scheduler', 'Base', { scheduler: `'magic'` }, CHECK],
  ['a score above all', 'AutomaticScore', { score: '1.01' }, CHECK],
  ['a second date of all rankings', 'Standings', {}, CHECK],
  ['an account without a time', 'Voter', { subjectHash: `'x'` }, CHECK],
  [
    'somebody forgotten with an account',
    'Voter',
    { subjectHash: `'x'`, verifiedAt: 'now()', forgotten: 'true' },
    CHECK,
  ],
  ['a score that is no number', 'AutomaticScore', { score: `'NaN'` }, CHECK],
];

test.each(REFUSED)('the database refuses %s', async (_what, table, changes, code) => {
  await expect(copy(table, changes)).rejects.toMatchObject({ code });
});

test('it knows exactly the schedulers that there are; a new one needs a migration', async () => {
  const { rows } = await pool().query<{ definition: string }>(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conname IN ('Generation_scheduler_check', 'Base_scheduler_check')`,
  );
  expect(rows).toHaveLength(2);
  for (const { definition } of rows) {
    const named = [...definition.matchAll(/'([^']+)'::text/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(SCHEDULERS).sort());
  }
});

test('every foreign key has an index that begins with its columns', async () => {
  const { rows } = await pool().query<{ conname: string }>(
    `SELECT conname FROM pg_constraint c
     WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
       SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid
         AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
     ORDER BY 1`,
  );
  expect(rows.map(({ conname }) => conname)).toEqual([]);
  const initial = await pool().query(
    `SELECT 1 FROM pg_indexes WHERE indexdef LIKE '%("initialSha256")'`,
  );
  expect(initial.rowCount).toBe(1);
});
