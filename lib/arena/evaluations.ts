import { pool } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { PUBLISHED } from './published';

export const EVALUATION_KINDS = ['VOTE', 'RATING', 'AUTOMATIC_SCORE'] as const;
export type EvaluationKind = (typeof EVALUATION_KINDS)[number];

/** Each question that votes answer and each criterion of ratings; automatic scores are about ALIGNMENT. */
export const ASPECTS = ['ALIGNMENT', 'OVERALL', 'QUALITY', 'PLAUSIBILITY'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Which evaluations are asked for; what is left out is no condition. */
export interface EvaluationFilter {
  readonly kind?: EvaluationKind | null | undefined;
  readonly category?: Category | null | undefined;
  readonly aspect?: Aspect | null | undefined;
}

/** How much of them: at most `limit` between two ids, the newest first or, when `inverted`, the oldest. */
export interface EvaluationPage {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
  readonly inverted: boolean;
}

/** Where an evaluation's row is. */
export interface EvaluationRef {
  readonly kind: EvaluationKind;
  readonly id: string;
}

/** SQL: a kind's rows `v`, and of each whether everybody sees it, and whether it is about the picture `asked.id`. */
interface Source {
  readonly from: string;
  readonly listed: string;
  readonly about: string;
  readonly promptId: string;
  readonly aspect: string;
}

/** Stars and scores name a picture and its painter, so they are listed with it and not before. */
const ofPicture = (table: string, aspect: string): Source => ({
  from: `"${table}" v JOIN "Generation" g ON g.id = v."generationId"`,
  listed: 'NOT g.unlisted',
  about: 'g.id = asked.id',
  promptId: 'g."promptId"',
  aspect,
});

const SOURCES: Readonly<Record<EvaluationKind, Source>> = {
  VOTE: {
    from: '"Vote" v JOIN "Matchup" m ON m.id = v."matchupId"',
    listed: PUBLISHED,
    about: `(m."leftId" = asked.id OR m."rightId" = asked.id) AND ${PUBLISHED}`,
    promptId: 'm."promptId"',
    aspect: 'v.question::text',
  },
  RATING: ofPicture('Rating', 'v.criterion::text'),
  AUTOMATIC_SCORE: ofPicture('AutomaticScore', `'ALIGNMENT'`),
};

/** SQL: the page of each of the kinds, of which the whole page is a part. */
function pageOf(kinds: readonly EvaluationKind[], which: 'listed' | 'about', order: string) {
  const parts = kinds.map((kind) => {
    const { from, promptId, aspect, ...conditions } = SOURCES[kind];
    return `(
      SELECT '${kind}' AS kind, v.id FROM ${from}
      WHERE ${conditions[which]}
        AND ($1::text IS NULL OR v.id < $1) AND ($2::text IS NULL OR v.id > $2)
        AND ($3::"Category" IS NULL
          OR ${promptId} IN (SELECT p.id FROM "Prompt" p WHERE p.category = $3))
        AND ($4::text IS NULL OR ${aspect} = $4)
      ORDER BY v.id ${order} LIMIT $5::int)`;
  });
  return `SELECT * FROM (${parts.join(' UNION ALL ')}) e ORDER BY id ${order} LIMIT $5::int`;
}

function queryFor({ kind, category, aspect }: EvaluationFilter, page: EvaluationPage) {
  return {
    kinds: kind ? [kind] : EVALUATION_KINDS,
    order: page.inverted ? 'ASC' : 'DESC',
    values: [page.after ?? null, page.before ?? null, category ?? null, aspect ?? null, page.limit],
  };
}

/**
 * A page of all evaluations that anybody may read, in one statement; ids are UUIDv7, so that they sort by
 * creation time through all three tables. Of votes those that are exported; stars and scores of pictures that
 * are in no list are in none either.
 */
export async function listedEvaluations(
  filter: EvaluationFilter,
  page: EvaluationPage,
): Promise<EvaluationRef[]> {
  const { kinds, order, values } = queryFor(filter, page);
  const { rows } = await pool().query<EvaluationRef>(pageOf(kinds, 'listed', order), values);
  return rows;
}

/**
 * Such a page for each of these pictures, in their order, in one statement. Whoever knows a picture's id has
 * its permalink, so that stars and scores are told of unlisted ones, too.
 */
export async function evaluationsOf(
  generationIds: readonly string[],
  filter: EvaluationFilter,
  page: EvaluationPage,
): Promise<EvaluationRef[][]> {
  const { kinds, order, values } = queryFor(filter, page);
  const { rows } = await pool().query<EvaluationRef & { generationId: string }>(
    `SELECT asked.id AS "generationId", e.kind, e.id
     FROM unnest($6::text[]) AS asked(id) CROSS JOIN LATERAL (${pageOf(kinds, 'about', order)}) e
     ORDER BY e.id ${order}`,
    [...values, generationIds],
  );
  return generationIds.map((id) => rows.filter(({ generationId }) => generationId === id));
}
