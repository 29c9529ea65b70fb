import { v7 as uuidv7 } from 'uuid';
import { pool } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';

/** A picture as it is asked for: what is left out has the database's default. */
type NewPicture = Omit<Prisma.GenerationCreateManyInput, 'id' | 'comparisonId' | 'seed'> & {
  readonly seed: bigint;
};

/** Text as UTF-8 can say it: PostgreSQL refuses half a surrogate pair in JSON, and nowhere else. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? Buffer.from(value).toString() : value;
}

/** SQL: takes the cell $5 of a study that runs, once, whoever else tries; whoever pauses the study waits. */
const TAKEN = `
  study AS (
    SELECT s.id FROM "Study" s JOIN "StudyCell" c ON c."studyId" = s.id
    WHERE c.id = $5 AND s.state = 'RUNNING' FOR SHARE OF s),
  taken AS (
    UPDATE "StudyCell" SET "comparisonId" = $1 WHERE id = $5 AND "comparisonId" IS NULL AND "studyId" IN (SELECT id FROM study)
    RETURNING id),`;

/**
 * Stores a comparison with its pictures, which are alike in what they say of themselves, in one statement: all or
 * nothing, and without a transaction that others wait for. Returns its id; undefined where it was to be of a cell of a study
 * that has one already, or that was paused.
 */
async function store(
  pictures: readonly NewPicture[],
  cellId?: string,
): Promise<string | undefined> {
  const [first] = pictures;
  if (!first) throw new Error('A comparison has at least one picture.');
  const id = uuidv7();
  const rows = pictures.map((picture) => ({
    ...picture,
    id: uuidv7(),
    comparisonId: id,
    // JSON has no numbers of that size.
    seed: String(picture.seed),
    unknownWords: [],
    truncatedWords: [],
  }));
  const columns = Object.keys({
    ...first,
    id,
    comparisonId: id,
    unknownWords: 0,
    truncatedWords: 0,
  })
    .map((column) => `"${column}"`)
    .join(', ');
  const values = [id, first.promptId, first.enrichmentId ?? null, JSON.stringify(rows, wellFormed)];
  const [taken, only] =
    cellId === undefined ? ['', ''] : [TAKEN, 'WHERE EXISTS (SELECT 1 FROM taken)'];
  const { rowCount } = await pool().query(
    `WITH ${taken} comparison AS (
       INSERT INTO "Comparison" (id, "promptId", "enrichmentId") SELECT $1, $2, $3 ${only}
     )
     INSERT INTO "Generation" (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::"Generation", $4::json) ${only}`,
    cellId === undefined ? values : [...values, cellId],
  );
  return rowCount === 0 ? undefined : id;
}

/** Stores a comparison with its pictures, all or nothing. Returns its id. */
export async function storeComparison(pictures: readonly NewPicture[]): Promise<string> {
  const id = await store(pictures);
  if (id === undefined) throw new Error('A comparison was not stored.');
  return id;
}

/** Stores the comparison of a study's cell, once. Returns how many pictures were asked for: none where it is there, or the study was paused. */
export async function storeCell(cellId: string, pictures: readonly NewPicture[]): Promise<number> {
  return (await store(pictures, cellId)) === undefined ? 0 : pictures.length;
}
