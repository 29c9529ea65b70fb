import { pool } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import type { RowPage } from '@/lib/store/paging';
import { PUBLISHED } from './published';
import { isListedPicture, isPublicPicture } from '@/lib/public';

export const EVALUATION_KINDS = ['VOTE', 'RATING', 'AUTOMATIC_SCORE'] as const;
export type EvaluationKind = (typeof EVALUATION_KINDS)[number];

/** Each question that votes answer and each criterion of ratings; automatic scores are about ALIGNMENT. */
export type Aspect = 'ALIGNMENT' | 'OVERALL' | 'QUALITY' | 'PLAUSIBILITY';

/** Which evaluations are asked for; what is left out is no condition. */
export interface EvaluationFilter {
  readonly kind?: EvaluationKind | null | undefined;
  readonly category?: Category | null | undefined;
  readonly aspect?: Aspect | null | undefined;
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

/** Stars and scores name a picture and its painter, so they are told with it and not before. */
const ofPicture = (table: string, aspect: string): Source => ({
  from: `"${table}" v JOIN "Generation" g ON g.id = v."generationId"`,
  listed: isListedPicture('g'),
  about: `g.id = asked.id AND ${isPublicPicture('g')}`,
  promptId: 'g."promptId"',
  aspect,
});

/** A vote is told with its two pictures; the exports have it without them, whatever became of those. */
const SHOWN = `${PUBLISHED} AND ${isPublicPicture('l')} AND ${isPublicPicture('r')}`;

const SOURCES: Readonly<Record<EvaluationKind, Source>> = {
  VOTE: {
    from: `"Vote" v JOIN "Matchup" m ON m.id = v."matchupId"
      JOIN "Generation" l ON l.id = m."leftId" JOIN "Generation" r ON r.id = m."rightId"`,
    listed: `${PUBLISHED} AND ${isListedPicture('l')} AND ${isListedPicture('r')}`,
    about: `asked.id IN (m."leftId", m."rightId") AND ${SHOWN}`,
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

function queryFor({ kind, category, aspect }: EvaluationFilter, page: RowPage) {
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
  page: RowPage,
): Promise<EvaluationRef[]> {
  const { kinds, order, values } = queryFor(filter, page);
  const { rows } = await pool().query<EvaluationRef>(pageOf(kinds, 'listed', order), values);
  return rows;
}

/**
 * Such a page for each of these pictures, in their order, in one statement.
 */
export async function evaluationsOf(
  generationIds: readonly string[],
  filter: EvaluationFilter,
  page: RowPage,
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
