import { z } from 'zod';
import { PUBLISHED } from '@/lib/arena/published';
import { isListedPicture } from '@/lib/public';
import { pool } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { searchedWords } from './prompts';

/** How comparisons are put in order: those first on which the pictures differ most in facts, the most voted, the newest. */
export const GALLERY_ORDERS = ['DISAGREEMENT', 'VOTES', 'NEWEST'] as const;
export type GalleryOrder = (typeof GALLERY_ORDERS)[number];

/** Whose prompts: Sarovar's own and what the arena has judged, or what visitors asked for. */
export const GALLERY_SOURCES = ['CURATED', 'VISITORS'] as const;
export type GallerySource = (typeof GALLERY_SOURCES)[number];

export const GALLERY_PAGE = 24;

/** Older comparisons than so many are found by their addresses only: whoever asks must not make us sort everything. */
const MOST = 2000;
export const MOST_PAGES = Math.ceil(MOST / GALLERY_PAGE);

export interface GalleryAsked {
  readonly category?: Category | null | undefined;
  /** Those whose prompt has all of these words in it. */
  readonly words?: string | null | undefined;
  readonly order: GalleryOrder;
  readonly source: GallerySource;
  /** From 1. */
  readonly page: number;
}

export interface GalleryFound {
  /** Of comparisons, in order. */
  readonly ids: readonly string[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

const ORDERS: Readonly<Record<GalleryOrder, string>> = {
  DISAGREEMENT: 'spread DESC NULLS LAST, id DESC',
  VOTES: 'votes DESC, id DESC',
  NEWEST: 'id DESC',
};

const SOURCES: Readonly<Record<GallerySource, string>> = {
  CURATED: `(p.seeded OR c.arena = 'LEFT')`,
  VISITORS: `NOT p.seeded AND c.arena IS NULL`,
};

/** $1 category, $2 words as patterns, $3 offset. */
const found = (order: GalleryOrder, source: GallerySource) => `
  WITH recent AS (
    SELECT c.id, c."promptId" FROM "Comparison" c
    JOIN "Prompt" p ON p.id = c."promptId"
    LEFT JOIN "Enrichment" e ON e.id = c."enrichmentId"
    WHERE (c.arena IS NULL OR c.arena = 'LEFT') AND ${SOURCES[source]}
      AND p.visibility = 'VISIBLE' AND (e.id IS NULL OR e.visibility = 'VISIBLE')
      AND ($1::text IS NULL OR p.category::text = $1) AND p."normalizedText" LIKE ALL ($2::text[])
      AND EXISTS (
        SELECT 1 FROM "Generation" g
        WHERE g."comparisonId" = c.id AND g.status = 'SUCCEEDED' AND ${isListedPicture('g')})
    ORDER BY c.id DESC LIMIT ${MOST}
  ), known AS (
    SELECT id, "promptId", count(*) OVER ()::int AS total,
      ${
        order === 'DISAGREEMENT'
          ? `(SELECT max(s.score) - min(s.score) FROM "Generation" g
              JOIN "AutomaticScore" s ON s."generationId" = g.id WHERE g."comparisonId" = recent.id)`
          : 'NULL::float'
      } AS spread,
      ${
        order === 'VOTES'
          ? `(SELECT count(*) FROM "Matchup" m JOIN "Vote" v ON v."matchupId" = m.id
              WHERE m."promptId" = recent."promptId" AND v.question = 'ALIGNMENT' AND ${PUBLISHED})`
          : '0'
      } AS votes
    FROM recent
  )
  SELECT id, total FROM known ORDER BY ${ORDERS[order]} LIMIT ${GALLERY_PAGE} OFFSET $3`;

const rowsSchema = z.array(z.object({ id: z.string(), total: z.number() }));

/** The comparisons of one page of the gallery; the last page where a later one was asked for. */
export async function gallery(asked: GalleryAsked): Promise<GalleryFound> {
  const { category, words, order, source } = asked;
  const patterns = searchedWords(words ?? '').map((word) => `%${word}%`);
  const at = async (page: number) => {
    const values = [category ?? null, patterns, (page - 1) * GALLERY_PAGE];
    return rowsSchema.parse((await pool().query(found(order, source), values)).rows);
  };
  let page = Math.min(Math.max(1, asked.page), MOST_PAGES);
  let rows = await at(page);
  if (rows.length === 0 && page > 1) {
    const [first] = await at(1);
    page = Math.ceil((first?.total ?? 0) / GALLERY_PAGE) || 1;
    rows = await at(page);
  }
  const total = rows[0]?.total ?? 0;
  return {
    ids: rows.map(({ id }) => id),
    total,
    page,
    pages: Math.max(1, Math.ceil(total / GALLERY_PAGE)),
  };
}
