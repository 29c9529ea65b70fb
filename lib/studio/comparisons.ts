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

/**
 * Stores a comparison with its pictures, which are alike in what they say of themselves, in one statement: all or
 * nothing, and without a transaction that others wait for. Returns its id.
 */
export async function storeComparison(pictures: readonly NewPicture[]): Promise<string> {
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
  await pool().query(
    `WITH comparison AS (
       INSERT INTO "Comparison" (id, "promptId", "enrichmentId") VALUES ($1, $2, $3)
     )
     INSERT INTO "Generation" (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::"Generation", $4::json)`,
    [id, first.promptId, first.enrichmentId ?? null, JSON.stringify(rows, wellFormed)],
  );
  return id;
}
