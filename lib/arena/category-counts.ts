import { isListedPicture } from '@/lib/public';
import { remembered } from '@/lib/remembered';
import { pool } from '@/lib/store/database';
import { Category } from '@/lib/store/generated/client';
import { arenaSets } from './pool';

/** What there is in a category. */
export interface CategoryCount {
  readonly category: Category;
  /** Prompts in lists. */
  readonly prompts: number;
  /** Comparisons with a finished picture in lists: those that visitors asked for, and those that the arena judged. */
  readonly comparisons: number;
  readonly judged: number;
  /** Prompts in the arena now. */
  readonly sets: number;
  /** Published votes that are ranked, of the base that came first, on which follows the prompt better. */
  readonly votes: number;
}

interface Row {
  readonly category: Category;
  readonly prompts: number;
  readonly comparisons: number;
  readonly judged: number;
}

const COUNTS = `
  SELECT p.category, count(DISTINCT p.id)::int AS prompts,
    count(*) FILTER (WHERE c.arena IS NULL AND c.shown)::int AS comparisons,
    count(*) FILTER (WHERE c.arena = 'LEFT' AND c.shown)::int AS judged
  FROM "Prompt" p LEFT JOIN (
    SELECT c."promptId", c.arena, EXISTS (
      SELECT 1 FROM "Generation" g
      WHERE g."comparisonId" = c.id AND g.status = 'SUCCEEDED' AND ${isListedPicture('g')}) AS shown
    FROM "Comparison" c
    WHERE (c.arena IS NULL OR c.arena = 'LEFT')) c ON c."promptId" = p.id
  WHERE p.visibility = 'VISIBLE' GROUP BY 1`;

/** Of the slices of the oldest base that are stored. */
const VOTES = `
  SELECT r.slice::jsonb ->> 'category' AS category, (r.ranking #>> '{ranking, votes}')::int AS votes
  FROM "StoredRanking" r
  WHERE r.slice::jsonb ->> 'question' = 'ALIGNMENT' AND r.slice::jsonb ->> 'form' = 'ALL'
    AND r.slice::jsonb ->> 'base' = (SELECT b.name FROM "Base" b ORDER BY b.id LIMIT 1)`;

async function count(): Promise<CategoryCount[]> {
  const [listed, ranked, sets] = await Promise.all([
    pool().query<Row>(COUNTS),
    pool().query<{ category: string; votes: number }>(VOTES),
    arenaSets(),
  ]);
  const votes = new Map(ranked.rows.map((row) => [row.category, row.votes]));
  return Object.values(Category).map((category) => {
    const row = listed.rows.find((own) => own.category === category);
    const open = sets.filter((set) => set.category === category && set.pictures.length > 1);
    return {
      ...(row ?? { category, prompts: 0, comparisons: 0, judged: 0 }),
      sets: open.length,
      votes: votes.get(category) ?? 0,
    };
  });
}

const counts = remembered(count);

/** What there is in each category, in the order of the categories; a few seconds old at most. */
export function categoryCounts(): Promise<CategoryCount[]> {
  return counts.get();
}
