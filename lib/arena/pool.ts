import { pairKey, type PairRecord } from '@/lib/evaluation/matchmaking';
import type { Outcome } from '@/lib/evaluation/ranking/votes';
import { of, PUBLIC_TEXT } from '@/lib/public';
import { remembered } from '@/lib/remembered';
import { pool, prisma } from '@/lib/store/database';
import type { Category, Outcome as SideOutcome } from '@/lib/store/generated/client';
import { alikeIn } from './differences';
import { PUBLISHED } from './published';

/** So many voters who report a picture keep it from being shown until a curator has decided, */
const REPORTS_TO_HIDE = 3;

/** of those who have judged so many pairs that are published, and are not set aside: throw-away identities hide nothing. */
const STANDING = 10;

/** SQL: whoever has a pair on the screen keeps its set in the arena for so long, and no longer. */
export const LOOKING = "interval '15 minutes'";

/** A picture that may be voted on. */
export interface PoolPicture {
  readonly id: string;
  readonly modelId: string;
  /** Names its noise: only pictures of the same one are asked about together. */
  readonly seed: bigint;
  /** All facts of its prompt are right, as the automatic scorer sees it. */
  readonly perfect: boolean;
}

/** The pictures of one prompt by the models of one base, in pairs from the same noise, which are judged now. */
export interface PictureSet {
  readonly comparisonId: string;
  readonly promptId: string;
  readonly text: string;
  readonly category: Category;
  readonly baseId: string;
  readonly pictures: readonly PoolPicture[];
  /** Pairs of pictures that nobody can tell apart, as `pairKey` names them. */
  readonly alike: ReadonlySet<string>;
  /** Who has a pair of it on the screen. */
  readonly openTo: ReadonlySet<string>;
  /** How many of its pairs are to be judged still; none while it stays for another reason. */
  readonly missing: number;
  /** Who wanted it in the arena, and is not asked about it. */
  readonly proposedBy: ReadonlySet<string>;
}

interface AskedRow {
  readonly comparisonId: string;
  readonly judged: number;
  readonly openTo: readonly string[] | null;
}

/** Of each open set: how many pairs were judged, and whose screens it is on. */
const ASKED = `
  SELECT c.id AS "comparisonId", m.* FROM "Comparison" c CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE m.state = 'DECIDED' AND m.kind = 'SAMPLED')::int AS judged,
      array_agg(DISTINCT m."voterId") FILTER (
        WHERE m.state = 'OPEN' AND m."createdAt" > now() - ${LOOKING}) AS "openTo"
    FROM "Matchup" m WHERE m."comparisonId" = c.id) m
  WHERE c.arena = 'OPEN'`;

/** Pictures that are not shown before a curator has decided; who reports one again after that keeps it from nobody. */
const REPORTED = `
  SELECT r."subjectId" AS id FROM "Report" r JOIN "Voter" v ON v.id = r."reporterId"
  LEFT JOIN "Quarantine" q ON q."voterId" = v.id AND q."liftedAt" IS NULL
  WHERE r.subject = 'PICTURE' AND r."settledAt" IS NULL AND r.times = 1 AND v."bannedAt" IS NULL AND q."voterId" IS NULL
    AND (
      SELECT count(*) FROM "Matchup" m
      WHERE m."voterId" = v.id AND m.state = 'DECIDED' AND m."publishedAt" IS NOT NULL) >= $1::int
  GROUP BY 1 HAVING count(*) >= $2::int`;

async function loadSets(): Promise<PictureSet[]> {
  const hidden = await pool().query<{ id: string }>(REPORTED, [STANDING, REPORTS_TO_HIDE]);
  const gone = new Set(hidden.rows.map(({ id }) => id));
  const rows = await prisma().comparison.findMany({
    where: { arena: 'OPEN', ...of(PUBLIC_TEXT) },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      promptId: true,
      differences: true,
      judgements: true,
      prompt: { select: { text: true, category: true } },
      entry: { select: { proposals: { select: { voterId: true } } } },
      generations: {
        where: {
          status: 'SUCCEEDED',
          reproducesId: null,
          model: { status: 'ACTIVE' },
          ...PUBLIC_TEXT,
        },
        orderBy: { id: 'asc' },
        select: {
          id: true,
          modelId: true,
          seed: true,
          model: { select: { baseId: true } },
          scores: { select: { score: true } },
        },
      },
    },
  });
  const asked = await pool().query<AskedRow>(ASKED);
  const askedOf = new Map(asked.rows.map((row) => [row.comparisonId, row]));
  return rows.flatMap(({ id, promptId, prompt, generations, ...row }) => {
    const shown = generations.filter((picture) => !gone.has(picture.id));
    const baseId = shown[0]?.model.baseId;
    if (baseId === undefined) return [];
    const pictures = shown.map(({ id: picture, modelId, seed, scores }) => ({
      id: picture,
      modelId,
      seed,
      perfect: scores.length > 0 && scores.every(({ score }) => score === 1),
    }));
    return {
      comparisonId: id,
      promptId,
      ...prompt,
      baseId,
      pictures,
      alike: new Set(alikeIn(row.differences).map(({ first, second }) => pairKey(first, second))),
      openTo: new Set(askedOf.get(id)?.openTo),
      missing: Math.max(0, row.judgements - (askedOf.get(id)?.judged ?? 0)),
      proposedBy: new Set(row.entry?.proposals.map(({ voterId }) => voterId)),
    };
  });
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

/** Published votes of all models by category, as matchmaking counts them: propensities are exported, and tell of them. */
async function loadRecords(): Promise<Map<Category, PairRecord[]>> {
  const { rows } = await pool().query<CountRow>(
    `SELECT p.category, l."modelId" AS left, r."modelId" AS right, v.outcome, count(*)::int
     FROM "Vote" v
     JOIN "Matchup" m ON m.id = v."matchupId" AND m.kind = 'SAMPLED'
     JOIN "Prompt" p ON p.id = m."promptId"
     JOIN "Generation" l ON l.id = m."leftId"
     JOIN "Generation" r ON r.id = m."rightId"
     WHERE v.question = 'ALIGNMENT' AND ${PUBLISHED}
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

/** All published votes are counted for them, and those of a minute more or less move no chance by much. */
const records = remembered(loadRecords, { staleMs: 60_000, meanwhileOld: true });

/** Every set that may be voted on; a few seconds old at most. */
export const arenaSets = () => sets.get();

/** What was said of the models so far, by category; some minutes old where nobody asked for long. */
export const pairRecords = () => records.get();

/** Reads the sets anew next time: for whoever has just changed them. */
export function refreshArenaPool(): void {
  sets.forget();
}

/** Whether nothing is ready to be judged yet, and the first sets are being painted. */
export async function isBeingFilled(): Promise<boolean> {
  if ((await sets.get()).length > 0) return false;
  return (await prisma().comparison.count({ where: { arena: 'PAINTING' }, take: 1 })) > 0;
}
