import { UNSEEN } from '@/lib/public';
import { pool } from '@/lib/store/database';
import { wakeWorkers } from '@/lib/store/wake';
import { withPrompt } from '@/lib/studio/prompts';
import type { Frozen } from './frozen';

const BEGUN = ['QUEUED', 'RUNNING', 'SUCCEEDED'] as const;

type Template = NonNullable<Frozen['template']>;

/** Texts are taken before pictures, so that no more than these wait at a time, */
const AT_ONCE = 2;

/** and none while a visitor waits for anything. */
const VISITOR_WAITS = `
  SELECT EXISTS (SELECT 1 FROM "Generation" WHERE status = 'QUEUED' AND priority > 0)
    OR EXISTS (SELECT 1 FROM "Enrichment" WHERE status = 'QUEUED' AND "askedById" IS NOT NULL) AS waits`;

/** SQL: the longer versions of the cell `c`'s prompt by that template. */
const OWN = `
  SELECT e.* FROM "Enrichment" e WHERE e."promptId" = c."promptId" AND e."templateName" = $2
    AND e."templateVersion" = $3 AND e.seed = 0`;

const HIDDEN = UNSEEN.map((name) => `'${name}'`).join(', ');

/** SQL: the cells of the study $1 that wait for a longer version. */
const WAITING = `
  c."studyId" = $1 AND c.form = 'ENRICHED' AND c."comparisonId" IS NULL AND c.error IS NULL
    AND NOT EXISTS (SELECT 1 FROM (${OWN}) own WHERE own.status = 'SUCCEEDED' AND own.visibility NOT IN (${HIDDEN}))`;

/** What was tried since the study was resumed and has failed, or is hidden, is not tried again. */
const FAILED = `
  UPDATE "StudyCell" c SET error = 'There is no longer version of this prompt: ' || coalesce(own.error, 'it is hidden, or was cancelled.')
  FROM "Study" s JOIN "Enrichment" own ON own."templateName" = $2 AND own."templateVersion" = $3 AND own.seed = 0
    AND (own.visibility IN (${HIDDEN}) OR (own.status IN ('FAILED', 'CANCELLED') AND own."finishedAt" > s."resumedAt"))
  WHERE s.id = $1 AND own."promptId" = c."promptId" AND ${WAITING}`;

const OPEN = `
  SELECT count(DISTINCT own.id)::int AS open FROM "StudyCell" c, LATERAL (${OWN}) own
  WHERE ${WAITING} AND own.status IN ('QUEUED', 'RUNNING')`;

const NEXT = `
  SELECT c."promptId" AS id FROM "StudyCell" c
  WHERE ${WAITING} AND NOT EXISTS (SELECT 1 FROM (${OWN}) own WHERE own.status IN ('QUEUED', 'RUNNING'))
  GROUP BY c."promptId" ORDER BY min(c.position) LIMIT $4`;

/** Has the longer versions written that the next cells of a study wait for. */
export async function askForTexts(studyId: string, { name, version }: Template): Promise<void> {
  const values = [studyId, name, version];
  await pool().query(FAILED, values);
  const [{ waits } = { waits: true }] = (await pool().query<{ waits: boolean }>(VISITOR_WAITS))
    .rows;
  if (waits) return;
  const [{ open } = { open: AT_ONCE }] = (await pool().query<{ open: number }>(OPEN, values)).rows;
  if (open >= AT_ONCE) return;
  const next = await pool().query<{ id: string }>(NEXT, [...values, AT_ONCE - open]);
  const text = { templateName: name, templateVersion: version, seed: 0 };
  for (const { id: promptId } of next.rows) {
    await withPrompt(promptId, async (tx) => {
      const waiting = {
        ...text,
        promptId,
        status: { in: [...BEGUN] },
      };
      if ((await tx.enrichment.count({ where: waiting })) > 0) return;
      await tx.enrichment.create({ data: { ...text, promptId } });
    });
  }
  if (next.rows.length > 0) await wakeWorkers();
}
