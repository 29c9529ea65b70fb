import { UNSEEN } from '@/lib/public';
import { pool, prisma } from '@/lib/store/database';
import type { PaintedForm, Study } from '@/lib/store/generated/client';
import { wakeWorkers } from '@/lib/store/wake';
import { storeCell } from '@/lib/studio/comparisons';
import { frozenSchema, type Frozen } from './frozen';
import { askForTexts } from './texts';

/** So many pictures of a study wait or are being painted at a time: a queue of thousands would be in everybody's way. */
const AT_ONCE = 64;

/** Visitors go first. */
const PRIORITY = 0;

const HIDDEN = UNSEEN.map((name) => `'${name}'`).join(', ');

const OPEN = `
  SELECT count(*)::int AS open FROM "StudyCell" c JOIN "Generation" g ON g."comparisonId" = c."comparisonId"
  WHERE c."studyId" = $1 AND g.status IN ('QUEUED', 'RUNNING')`;

/** What has failed, or was taken out of the queue, before the study was resumed last; whoever pauses the study waits. */
const AGAIN = `
  UPDATE "Generation" SET status = 'QUEUED', error = NULL, attempts = 0, "workerId" = NULL, "startedAt" = NULL,
    "finishedAt" = NULL, "currentStep" = 0
  WHERE status IN ('FAILED', 'CANCELLED') AND id IN (
    SELECT g.id FROM "Study" s JOIN "StudyCell" c ON c."studyId" = s.id
    JOIN "Generation" g ON g."comparisonId" = c."comparisonId"
    WHERE s.id = $1 AND s.state = 'RUNNING' AND g.status IN ('FAILED', 'CANCELLED')
      AND g."finishedAt" <= s."resumedAt" AND g.visibility NOT IN (${HIDDEN})
    ORDER BY c.position, g.id LIMIT $2 FOR SHARE OF s)`;

const REFUSED = `
  UPDATE "StudyCell" c SET error = 'This prompt is hidden, so it is not painted.' FROM "Prompt" p
  WHERE c."studyId" = $1 AND c."comparisonId" IS NULL AND c.error IS NULL AND p.id = c."promptId"
    AND p.visibility IN (${HIDDEN})`;

/** $1 study, $2 and $3 template, $4 how many. */
const NEXT = `
  SELECT c.id, c."promptId", c.form, c.recipe, c."baseId", e.id AS "enrichmentId"
  FROM "StudyCell" c LEFT JOIN LATERAL (
    SELECT own.id FROM "Enrichment" own
    WHERE own."promptId" = c."promptId" AND own."templateName" = $2 AND own."templateVersion" = $3 AND own.seed = 0
      AND own.status = 'SUCCEEDED' AND own.visibility NOT IN (${HIDDEN})
    ORDER BY own.id LIMIT 1) e ON c.form = 'ENRICHED'
  WHERE c."studyId" = $1 AND c."comparisonId" IS NULL AND c.error IS NULL AND (c.form = 'SIMPLE' OR e.id IS NOT NULL)
  ORDER BY c.position LIMIT $4`;

interface Next {
  readonly id: string;
  readonly promptId: string;
  readonly form: PaintedForm;
  readonly recipe: number;
  readonly baseId: string;
  readonly enrichmentId: string | null;
}

/** The pictures of a cell; undefined where some of its models are gone, or its recipe says nothing of the base. */
function picturesOf(
  { promptId, enrichmentId, recipe, baseId }: Next,
  { models, seeds, recipes }: Frozen,
  here: ReadonlySet<string>,
  askedById: string | null,
) {
  const painters = models.filter((model) => model.baseId === baseId);
  const settings = recipes[recipe]?.on[baseId];
  if (!settings || painters.some(({ id }) => !here.has(id))) return undefined;
  const shared = { ...settings, promptId, enrichmentId, askedById, priority: PRIORITY };
  return seeds.flatMap((seed) =>
    painters.map(({ id: modelId }) => ({ ...shared, modelId, seed: BigInt(seed) })),
  );
}

/** The ids of its models that are in use. */
async function modelsHere({ models }: Frozen): Promise<ReadonlySet<string>> {
  const where = { id: { in: models.map(({ id }) => id) }, status: 'ACTIVE' } as const;
  const found = await prisma().model.findMany({ where, select: { id: true } });
  return new Set(found.map(({ id }) => id));
}

const LEFT = `
  SELECT EXISTS (
    SELECT 1 FROM "StudyCell" WHERE "studyId" = $1 AND "comparisonId" IS NULL AND error IS NULL) AS left`;

/** Asks for what is next of one study. Returns how many pictures that is. */
async function advance({ id, plan, askedById }: Study): Promise<number> {
  const frozen = frozenSchema.parse(plan);
  const [{ open } = { open: 0 }] = (await pool().query<{ open: number }>(OPEN, [id])).rows;
  let room = AT_ONCE - open;
  if (room <= 0) return 0;
  const again = (await pool().query(AGAIN, [id, room])).rowCount ?? 0;
  room -= again;
  let asked = again;
  await pool().query(REFUSED, [id]);
  if (frozen.template) await askForTexts(id, frozen.template);
  const { name, version } = frozen.template ?? { name: null, version: null };
  const here = await modelsHere(frozen);
  const { rows } = await pool().query<Next>(NEXT, [id, name, version, Math.max(0, room)]);
  for (const cell of rows) {
    if (room <= 0) break;
    const pictures = picturesOf(cell, frozen, here, askedById);
    if (!pictures) {
      const error = 'Some models of the study are not in use any more, so it is not painted.';
      await prisma().studyCell.updateMany({
        where: { id: cell.id, comparisonId: null },
        data: { error },
      });
      continue;
    }
    asked += await storeCell(cell.id, pictures);
    room -= pictures.length;
  }
  if (asked > 0 || open > 0) return asked;
  const [{ left } = { left: true }] = (await pool().query<{ left: boolean }>(LEFT, [id])).rows;
  if (!left) {
    await prisma().study.updateMany({
      where: { id, state: 'RUNNING' },
      data: { state: 'FINISHED', finishedAt: new Date() },
    });
  }
  return asked;
}

/** Has every study that runs go on, a few pictures at a time. */
export async function advanceStudies(): Promise<void> {
  const running = await prisma().study.findMany({
    where: { state: 'RUNNING' },
    orderBy: { id: 'asc' },
  });
  let asked = 0;
  for (const study of running) asked += await advance(study);
  if (asked > 0) await wakeWorkers();
}
