import { z } from 'zod';
import { PUBLISHED } from '@/lib/arena/published';
import { pool } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { statedBy } from './gallery-facets';
import { MOST, recentOf, type GallerySource } from './gallery-recent';
import { searchedWords } from './prompts';

/** How comparisons are put in order: those first on which pictures of one noise differ most in facts, the most voted, the newest. */
export const GALLERY_ORDERS = ['DISAGREEMENT', 'VOTES', 'NEWEST'] as const;
export type GalleryOrder = (typeof GALLERY_ORDERS)[number];

export const GALLERY_PAGE = 24;

export const MOST_PAGES = Math.ceil(MOST / GALLERY_PAGE);

export interface GalleryAsked {
  readonly category?: Category | null | undefined;
  /** Those whose prompt has all of these words in it. */
  readonly words?: string | null | undefined;
  /** Those whose prompt states this thing, this colour of a thing, so many of a thing, as a scorer has understood it. */
  readonly thing?: string | null | undefined;
  readonly colour?: string | null | undefined;
  readonly number?: number | null | undefined;
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
  readonly source: GallerySource;
}

const ORDERS: Readonly<Record<GalleryOrder, string>> = {
  DISAGREEMENT: 'spread DESC NULLS LAST, id DESC',
  VOTES: 'votes DESC, id DESC',
  NEWEST: 'id DESC',
};

/** $1 category, $2 words as patterns, $3 offset, $4 thing, $5 colour, $6 number. */
const found = (order: GalleryOrder, source: GallerySource) => `
  WITH recent AS (
    ${recentOf(
      source,
      `($1::text IS NULL OR p.category::text = $1) AND p."normalizedText" LIKE ALL ($2::text[])`,
    )}
  ), known AS (
    SELECT id, "promptId", count(*) OVER ()::int AS total,
      ${
        order === 'DISAGREEMENT'
          ? `(SELECT max(own.spread) FROM (
                SELECT max(s.score) - min(s.score) AS spread FROM "Generation" g
                JOIN "AutomaticScore" s ON s."generationId" = g.id WHERE g."comparisonId" = recent.id
                GROUP BY g.seed) own)`
          : 'NULL::float'
      } AS spread,
      ${
        order === 'VOTES'
          ? `(SELECT count(*) FROM "Matchup" m JOIN "Vote" v ON v."matchupId" = m.id
              WHERE m."promptId" = recent."promptId" AND v.question = 'ALIGNMENT' AND ${PUBLISHED})`
          : '0'
      } AS votes
    FROM recent
    WHERE ($4::text IS NULL OR $4 IN (${statedBy('recent.id', 'thing')}))
      AND ($5::text IS NULL OR $5 IN (${statedBy('recent.id', 'colour')}))
      AND ($6::text IS NULL OR $6 IN (${statedBy('recent.id', 'number')}))
  )
  SELECT id, total FROM known ORDER BY ${ORDERS[order]} LIMIT ${GALLERY_PAGE} OFFSET $3`;

const rowsSchema = z.array(z.object({ id: z.string(), total: z.number() }));

/** The comparisons of one page of the gallery; the last page where a later one was asked for. */
export async function gallery(asked: GalleryAsked): Promise<GalleryFound> {
  const { category, words, thing, colour, number, order, source } = asked;
  const searched = searchedWords(words ?? '');
  if (searched.length === 0 && words?.trim()) {
    return { ids: [], total: 0, page: 1, pages: 1, source };
  }
  const patterns = searched.map((word) => `%${word}%`);
  const facets = [thing ?? null, colour ?? null, number?.toString() ?? null];
  const at = async (page: number) => {
    const values = [category ?? null, patterns, (page - 1) * GALLERY_PAGE, ...facets];
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
    source,
  };
}
