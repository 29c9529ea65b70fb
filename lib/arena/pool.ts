import type { PairRecord } from '@/lib/evaluation/matchmaking';
import type { Outcome } from '@/lib/evaluation/ranking/votes';
import { pool, prisma } from '@/lib/store/database';
import type { Category, Outcome as SideOutcome } from '@/lib/store/generated/client';

/** How many voters must report a picture before it is not shown any more. */
const REPORTS_TO_HIDE = 3;

/** Drawing may know the pictures and votes of this long ago. */
const STALE_MS = 5000;

/** A picture that may be voted on. */
export interface PoolPicture {
  readonly id: string;
  readonly modelId: string;
  /** All facts of its prompt are right, as the automatic scorer sees it. */
  readonly perfect: boolean;
}

/** The pictures of one prompt from one noise by the models of one base. */
export interface PictureSet {
  readonly comparisonId: string;
  readonly promptId: string;
  readonly text: string;
  readonly category: Category;
  readonly baseId: string;
  readonly pictures: readonly PoolPicture[];
}

function remembered<T>(load: () => Promise<T>) {
  let kept: { readonly value: Promise<T>; readonly until: number } | undefined;
  return {
    get(): Promise<T> {
      if (!kept || Date.now() > kept.until) {
        const value = load();
        kept = { value, until: Date.now() + STALE_MS };
        value.catch(() => (kept = undefined));
      }
      return kept.value;
    },
    forget: () => (kept = undefined),
  };
}

async function loadSets(): Promise<PictureSet[]> {
  const hidden = await pool().query<{ id: string }>(
    `SELECT CASE r.side WHEN 'LEFT' THEN m."leftId" ELSE m."rightId" END AS id
     FROM "PictureReport" r JOIN "Matchup" m ON m.id = r."matchupId"
     GROUP BY 1 HAVING count(DISTINCT m."voterId") >= $1::int`,
    [REPORTS_TO_HIDE],
  );
  const gone = new Set(hidden.rows.map(({ id }) => id));
  const rows = await prisma().generation.findMany({
    where: {
      comparison: { arena: true },
      status: 'SUCCEEDED',
      reproducesId: null,
      model: { status: 'ACTIVE' },
    },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      modelId: true,
      seed: true,
      promptId: true,
      comparisonId: true,
      prompt: { select: { text: true, category: true } },
      model: { select: { baseId: true } },
      scores: { select: { score: true } },
    },
  });
  const sets = new Map<string, PictureSet & { pictures: PoolPicture[] }>();
  for (const { id, modelId, seed, promptId, comparisonId, prompt, model, scores } of rows) {
    if (gone.has(id) || comparisonId === null) continue;
    const { baseId } = model;
    const name = `${comparisonId} ${seed} ${baseId}`;
    const set = sets.get(name) ?? { comparisonId, promptId, ...prompt, baseId, pictures: [] };
    const perfect = scores.length > 0 && scores.every(({ score }) => score === 1);
    set.pictures.push({ id, modelId, perfect });
    sets.set(name, set);
  }
  return [...sets.values()];
}

/** An answer by sides as one about the pair; `leftIsFirst` says which side the first was on. */
export function asPairOutcome(outcome: SideOutcome, leftIsFirst: boolean): Outcome {
  if (outcome === 'TIE' || outcome === 'BOTH_BAD') return outcome;
  return (outcome === 'LEFT') === leftIsFirst ? 'FIRST' : 'SECOND';
}

interface CountRow {
  readonly category: Category;
  readonly left: string;
  readonly right: string;
  readonly outcome: SideOutcome;
  readonly count: number;
}

/** Votes of all models by category, as matchmaking counts them. */
async function loadRecords(): Promise<Map<Category, PairRecord[]>> {
  const { rows } = await pool().query<CountRow>(
    `SELECT p.category, l."modelId" AS left, r."modelId" AS right, v.outcome, count(*)::int
     FROM "Vote" v
     JOIN "Matchup" m ON m.id = v."matchupId" AND m.kind = 'SAMPLED'
     JOIN "Prompt" p ON p.id = m."promptId"
     JOIN "Generation" l ON l.id = m."leftId"
     JOIN "Generation" r ON r.id = m."rightId"
     WHERE v.question = 'ALIGNMENT' AND v."withdrawnAt" IS NULL
     GROUP BY 1, 2, 3, 4`,
  );
  const byCategory = new Map<Category, PairRecord[]>();
  for (const { category, left, right, outcome, count } of rows) {
    const [first, second] = left < right ? [left, right] : [right, left];
    const ours = asPairOutcome(outcome, left === first);
    const records = byCategory.get(category) ?? [];
    byCategory.set(category, [...records, { first, second, outcomes: { [ours]: count } }]);
  }
  return byCategory;
}

const sets = remembered(loadSets);
const records = remembered(loadRecords);

/** Everything that may be voted on, and what was said so far; a few seconds old at most. */
export async function arenaPool() {
  const [pictures, votes] = await Promise.all([sets.get(), records.get()]);
  return { sets: pictures, records: votes };
}

/** Reads everything anew next time: for whoever has just changed it. */
export function refreshArenaPool(): void {
  sets.forget();
  records.forget();
}
