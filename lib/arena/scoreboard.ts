import { z } from 'zod';
import { isEnough } from '@/lib/evaluation/ranking/counts';
import { THRESHOLD } from '@/lib/evaluation/ranking/prior';
import { countsSchema } from '@/lib/evaluation/slice-ranking-schema';
import { sliceKey } from '@/lib/evaluation/slices';
import { byMethod } from '@/lib/methods';
import { comparisonSchema, type MethodComparison } from '@/lib/methods/comparison';
import { chiefsOf } from '@/lib/methods/model-names';
import { pool, prisma } from '@/lib/store/database';
import { Category, type Model } from '@/lib/store/generated/client';
import { likenessOf, shareAlike } from './likeness';
import { modelLabel } from './names';

type Detected = Pick<MethodComparison['rows'][number], 'value' | 'low' | 'high' | 'prompts'>;

/** What is known of one method in one category. */
export interface ScoreboardCell {
  /** Null for all of them. */
  readonly category: Category | null;
  /** Share of the decisive votes that it won, with the ends of the 95 % interval; null below the threshold. */
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly decisive: number;
  readonly voters: number;
  /** Share of pictures of held-out prompts with every fact right, by the base's detector. */
  readonly detected: Detected | null;
}

export interface ScoreboardRow {
  readonly model: Model;
  readonly cells: readonly ScoreboardCell[];
}

export interface Scoreboard {
  readonly base: string;
  /** The model that stands for each method, in the order of the methods. */
  readonly rows: readonly ScoreboardRow[];
  readonly votes: number;
  readonly voters: number;
  /** Share of all votes that said that two pictures are equal, or both bad; null while there are none. */
  readonly undecided: number | null;
  /** Share of the base's pairs of pictures, by any two models, that nobody can tell apart; null before any was measured. */
  readonly alike: number | null;
  readonly computedAt: Date | null;
}

const CATEGORIES = ['ALL', ...Object.values(Category)] as const;

const STORED = `
  SELECT r.ranking ->> 'category' AS category, r.ranking -> 'counts' AS counts,
    (r.ranking #>> '{ranking, votes}')::int AS votes, (r.ranking #>> '{ranking, voters}')::int AS voters,
    r.ranking -> 'pairs' AS pairs, s."computedAt"
  FROM "StoredRanking" r CROSS JOIN "Standings" s
  WHERE r.slice = ANY ($1)`;

const storedRows = z.array(
  z.object({
    category: z.enum(CATEGORIES),
    counts: countsSchema,
    votes: z.number(),
    voters: z.number(),
    pairs: z.array(z.object({ ties: z.number(), bothBad: z.number() })),
    computedAt: z.date(),
  }),
);

type Stored = z.infer<typeof storedRows>[number];

/** What the votes of a category say of a model, and what the base's detector does. */
function cellOf(
  { name, weightsSha256 }: Model,
  category: (typeof CATEGORIES)[number],
  stored: Stored | undefined,
  comparison: MethodComparison | null,
): ScoreboardCell {
  const label = modelLabel({ name, weightsSha256 });
  const counted = stored?.counts.find(({ model }) => model === label);
  const enough = counted !== undefined && isEnough(counted, THRESHOLD);
  const detected = comparison?.rows.find(
    (row) => row.method === name && row.form === 'ALL' && row.category === category,
  );
  return {
    category: category === 'ALL' ? null : category,
    share: enough ? counted.share : null,
    low: enough ? counted.shareLow : null,
    high: enough ? counted.shareHigh : null,
    decisive: counted?.decisive ?? 0,
    voters: counted?.voters ?? 0,
    detected: detected ?? null,
  };
}

/**
 * Who follows the prompt, by method and category, from the stored rankings: one row for the model that stands for each
 * method. Categories without a vote and without a number of the detector are left out; that of all is the first.
 */
export async function scoreboard(base: string): Promise<Scoreboard> {
  const whole = { base, question: 'ALIGNMENT', form: 'ALL', voters: 'ALL' } as const;
  const slices = CATEGORIES.map((category) => sliceKey({ ...whole, category }));
  const [known, asked] = await Promise.all([
    prisma().base.findFirst({
      where: { name: base },
      select: { comparison: true, models: { where: { status: 'ACTIVE' } } },
    }),
    pool().query(STORED, [slices]),
  ]);
  const stored = storedRows.parse(asked.rows);
  const comparison = known?.comparison ? comparisonSchema.parse(known.comparison) : null;
  const chiefs = chiefsOf((known?.models ?? []).toSorted(byMethod));
  const categories = CATEGORIES.filter(
    (category) =>
      category === 'ALL' ||
      stored.some((own) => own.category === category && own.votes > 0) ||
      comparison?.rows.some((row) => row.category === category),
  );
  const all = stored.find(({ category }) => category === 'ALL');
  const undecided = all?.pairs.reduce((sum, { ties, bothBad }) => sum + ties + bothBad, 0);
  return {
    base,
    rows: chiefs.map((model) => ({
      model,
      cells: categories.map((category) =>
        cellOf(
          model,
          category,
          stored.find((own) => own.category === category),
          comparison,
        ),
      ),
    })),
    votes: all?.votes ?? 0,
    voters: all?.voters ?? 0,
    undecided: all && undecided !== undefined && all.votes > 0 ? undecided / all.votes : null,
    alike: shareAlike(await likenessOf(base, 'ALL')),
    computedAt: all?.computedAt ?? null,
  };
}
