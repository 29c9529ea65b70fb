import { clusteredShare, type Group } from '@/lib/evaluation/clustered-share';
import { byMethod } from '@/lib/methods';
import { pool, prisma } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { ALIKE } from './differences';

interface PromptRow extends Group {
  readonly baseId: string;
  readonly category: Category;
  readonly one: string;
  readonly other: string;
}

/** Whether a set has left the arena since it was last counted, or while it was. */
const IS_NEW = `
  SELECT 1 FROM "Comparison" c WHERE c.arena = 'LEFT' AND c.differences IS NOT NULL
    AND coalesce(c."leftAt", c."createdAt") >
      coalesce((SELECT max("countedAt") FROM "Likeness"), '-infinity') - interval '1 minute' LIMIT 1`;

/** Of each prompt and each two models: how many pairs were measured, and how many nobody can tell apart. */
const BY_PROMPT = `
  SELECT m."baseId", p.category, least(a."modelId", b."modelId") AS one,
    greatest(a."modelId", b."modelId") AS other,
    count(*)::int AS asked, (count(*) FILTER (WHERE d.share < $1::float8))::int AS right
  FROM "Comparison" c
  CROSS JOIN LATERAL jsonb_to_recordset(c.differences) AS d(first text, second text, share float8)
  JOIN "Prompt" p ON p.id = c."promptId"
  JOIN "Generation" a ON a.id = d.first
  JOIN "Generation" b ON b.id = d.second
  JOIN "Model" m ON m.id = a."modelId"
  WHERE c.arena = 'LEFT' AND c.differences IS NOT NULL
  GROUP BY 1, 2, 3, 4, p.id`;

/** The rows of each two models in each category, and in all of them. */
function cellsOf(rows: readonly PromptRow[]): Map<string, PromptRow[]> {
  const cells = new Map<string, PromptRow[]>();
  for (const row of rows) {
    for (const category of [row.category, 'ALL']) {
      const key = [row.baseId, category, row.one, row.other].join(' ');
      const cell = cells.get(key);
      if (cell) cell.push(row);
      else cells.set(key, [row]);
    }
  }
  return cells;
}

/**
 * Counts, of all sets that have left the arena, which pictures of two models nobody can tell apart, and stores it. What is
 * in the arena still counts for nothing: it would tell of its pictures. Returns how many pairs there are; undefined where
 * nothing is new.
 */
export async function countLikeness(): Promise<number | undefined> {
  if ((await pool().query(IS_NEW)).rows.length === 0) return undefined;
  const countedAt = new Date();
  const { rows } = await pool().query<PromptRow>(BY_PROMPT, [ALIKE]);
  const data = [...cellsOf(rows)].map(([key, groups]) => {
    const [baseId = '', category = '', firstId = '', secondId = ''] = key.split(' ');
    const { low = null, high = null } = clusteredShare(groups) ?? {};
    return {
      baseId,
      category,
      firstId,
      secondId,
      low,
      high,
      countedAt,
      pairs: groups.reduce((sum, { asked }) => sum + asked, 0),
      alike: groups.reduce((sum, { right }) => sum + right, 0),
      prompts: groups.length,
    };
  });
  await prisma().$transaction([
    prisma().likeness.deleteMany(),
    prisma().likeness.createMany({ data }),
  ]);
  return rows.reduce((sum, { asked }) => sum + asked, 0);
}

/** Of pairs of pictures that were counted, the share that nobody can tell apart; null where none was. */
export function shareAlike(
  counted: readonly { readonly pairs: number; readonly alike: number }[],
): number | null {
  const pairs = counted.reduce((sum, own) => sum + own.pairs, 0);
  return pairs === 0 ? null : counted.reduce((sum, own) => sum + own.alike, 0) / pairs;
}

/** What was counted of a base and a category; the two models of a pair, and the pairs, in the order of the methods. */
export async function likenessOf(base: string, category: Category | 'ALL') {
  const rows = await prisma().likeness.findMany({
    where: { base: { name: base }, category },
    include: { first: true, second: true },
  });
  return rows
    .map(({ first, second, ...counted }) =>
      byMethod(first, second) > 0
        ? { ...counted, first: second, second: first }
        : { ...counted, first, second },
    )
    .sort((a, b) => byMethod(a.first, b.first) || byMethod(a.second, b.second));
}
