import { leaveNow } from '@/lib/arena/rotation';
import type { Prisma } from '@/lib/store/generated/client';
import { letGo } from '@/lib/studio/kept-pictures';

type Tx = Prisma.TransactionClient;

/** What a deletion came to. */
export interface Deleted {
  readonly pictures: number;
  /** Of these pictures those that others have voted on: the votes stay, without them. */
  readonly votedOn: number;
  readonly texts: number;
  /** Texts that only lost their owner: others have asked for something with them, too, or a curator has hidden them. */
  readonly kept: number;
}

/** What stands where a text was that rows of others refer to. */
const DELETED_TEXT = '[deleted]';

interface PictureRow {
  readonly files: readonly string[];
  readonly comparisonId: string | null;
  readonly votedOn: boolean;
}

/** No worker finishes one of them meanwhile: nothing but these rows knows the names of their files. */
const PICTURES = `
  SELECT array_remove(ARRAY["imageSha256", "previewSha256", "initialSha256"], NULL) AS files, "comparisonId",
    EXISTS (
      SELECT 1 FROM "Matchup" m JOIN "Vote" v ON v."matchupId" = m.id
      WHERE g.id IN (m."leftId", m."rightId")) AS "votedOn"
  FROM "Generation" g WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE`;

const WAS_SHOWN = `EXISTS (SELECT 1 FROM "Matchup" m WHERE g.id IN (m."leftId", m."rightId"))`;

/** What has been shown to voters keeps its row, and nothing in it but which model painted it. */
const ERASE_PICTURES = [
  `DELETE FROM "AutomaticScore" WHERE "generationId" = ANY($1::text[])`,
  `DELETE FROM "Rating" WHERE "generationId" = ANY($1::text[])`,
  `DELETE FROM "Report" WHERE subject = 'PICTURE' AND "subjectId" = ANY($1::text[])`,
  `UPDATE "Generation" SET "reproducesId" = NULL WHERE "reproducesId" = ANY($1::text[])`,
  `UPDATE "Generation" g SET visibility = 'REMOVED', "deletedAt" = now(), "askedById" = NULL,
     "imageSha256" = NULL, "pixelsSha256" = NULL, "previewSha256" = NULL, "initialSha256" = NULL, strength = NULL,
     "negativePrompt" = '', error = NULL, "unknownWords" = '{}', "truncatedWords" = '{}',
     status = CASE WHEN status IN ('QUEUED', 'RUNNING') THEN 'CANCELLED' ELSE status END,
     "finishedAt" = coalesce("finishedAt", now())
   WHERE id = ANY($1::text[]) AND ${WAS_SHOWN}`,
  `DELETE FROM "Generation" g WHERE id = ANY($1::text[]) AND NOT ${WAS_SHOWN}`,
];

const ERASE_EMPTY = `
  DELETE FROM "Comparison" c WHERE id = ANY($1::text[])
    AND NOT EXISTS (SELECT 1 FROM "Generation" WHERE "comparisonId" = c.id)
    AND NOT EXISTS (SELECT 1 FROM "Matchup" WHERE "comparisonId" = c.id)`;

/** Takes these pictures away, with their files if nothing else has them. */
export async function erasePictures(
  tx: Tx,
  ids: readonly string[],
): Promise<Pick<Deleted, 'pictures' | 'votedOn'>> {
  const rows = await tx.$queryRawUnsafe<PictureRow[]>(PICTURES, ids);
  await letGo(tx, [...new Set(rows.flatMap(({ files }) => files))]);
  for (const statement of ERASE_PICTURES) await tx.$executeRawUnsafe(statement, ids);
  const sets = rows.flatMap(({ comparisonId }) => comparisonId ?? []);
  await tx.$executeRawUnsafe(ERASE_EMPTY, [...new Set(sets)]);
  return { pictures: rows.length, votedOn: rows.filter(({ votedOn }) => votedOn).length };
}

/** Where a text is, and who refers to it. */
interface TextTable {
  readonly subject: 'PROMPT' | 'ENRICHMENT';
  readonly table: string;
  readonly column: string;
  /** SQL: whether the text `t` stays for another reason than pictures of others. */
  readonly stays: string;
  readonly tombstone: string;
}

export const PROMPTS: TextTable = {
  subject: 'PROMPT',
  table: '"Prompt"',
  column: '"promptId"',
  // What a curator has hidden could be asked for again if its text were gone; sets of others keep what is in them.
  stays: `t.visibility = 'HIDDEN' OR EXISTS (
    SELECT 1 FROM "Enrichment" e WHERE e."promptId" = t.id AND e.visibility <> 'REMOVED') OR EXISTS (
    SELECT 1 FROM "PromptInSet" i JOIN "PromptSet" s ON s.id = i."setId"
    WHERE i."promptId" = t.id AND s."importedById" IS DISTINCT FROM t."askedById")`,
  tombstone: `text = '${DELETED_TEXT}', "normalizedText" = '${DELETED_TEXT} ' || id, "deletedAt" = now()`,
};

export const ENRICHMENTS: TextTable = {
  subject: 'ENRICHMENT',
  table: '"Enrichment"',
  column: '"enrichmentId"',
  stays: 'false',
  tombstone: `text = '${DELETED_TEXT}', facts = NULL, mended = NULL, error = NULL,
    status = CASE WHEN status IN ('QUEUED', 'RUNNING') THEN 'CANCELLED' ELSE status END,
    "finishedAt" = coalesce("finishedAt", now())`,
};

interface IdRow {
  readonly id: string;
}

/**
 * Takes these texts away, with their sets in the arena, which leave it. Those that others use, too, only lose their owner.
 * The owner's own pictures and longer versions must be gone before.
 */
export async function eraseTexts(
  tx: Tx,
  { subject, table, column, stays, tombstone }: TextTable,
  ids: readonly string[],
): Promise<Deleted> {
  const idsOf = async (sql: string, of: readonly string[]) =>
    (await tx.$queryRawUnsafe<IdRow[]>(sql, of)).map(({ id }) => id);
  await idsOf(`SELECT id FROM ${table} WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE`, ids);
  const gone = await idsOf(
    `SELECT t.id FROM ${table} t WHERE t.id = ANY($1::text[]) AND NOT (${stays} OR EXISTS (
       SELECT 1 FROM "Generation" g LEFT JOIN "Comparison" c ON c.id = g."comparisonId"
       WHERE g.${column} = t.id AND g.visibility <> 'REMOVED' AND c.arena IS NULL))`,
    ids,
  );
  const ofArena = `FROM "Comparison" c WHERE c.${column} = ANY($1::text[]) AND c.arena`;
  await leaveNow(tx, await idsOf(`SELECT c.id ${ofArena} <> 'LEFT'`, gone));
  const painted = await idsOf(
    `SELECT g.id FROM "Generation" g WHERE g."comparisonId" IN (SELECT c.id ${ofArena} IS NOT NULL)`,
    gone,
  );
  const pictures = await erasePictures(tx, painted);
  const referred = ['Generation', 'Comparison', ...(subject === 'PROMPT' ? ['Enrichment'] : [])]
    .map((from) => `EXISTS (SELECT 1 FROM "${from}" r WHERE r.${column} = t.id)`)
    .join(' OR ');
  for (const [statement, of] of [
    [`DELETE FROM "ArenaEntry" WHERE ${column} = ANY($1::text[])`, gone],
    [`DELETE FROM "Report" WHERE subject = '${subject}' AND "subjectId" = ANY($1::text[])`, gone],
    [`UPDATE ${table} SET "askedById" = NULL WHERE id = ANY($1::text[])`, ids],
    [
      `UPDATE ${table} t SET visibility = 'REMOVED', ${tombstone} WHERE id = ANY($1::text[]) AND (${referred})`,
      gone,
    ],
    [`DELETE FROM ${table} t WHERE id = ANY($1::text[]) AND NOT (${referred})`, gone],
  ] as const) {
    await tx.$executeRawUnsafe(statement, of);
  }
  return { ...pictures, texts: gone.length, kept: ids.length - gone.length };
}
