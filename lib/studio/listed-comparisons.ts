import { isListedComparison, isListedPicture } from '@/lib/public';
import { pool } from '@/lib/store/database';
import { pageSql, Values, type Direction, type KeysetPage, type Place } from '@/lib/store/keyset';
import { totalOf, type Total } from '@/lib/store/total';
import { mostDisagreed, type ModelPair } from './disagreements';
import { ofPrompt, within, type PromptConditions, type Range } from './list-conditions';

/** Which comparisons are asked for; what is left out is no condition. */
export interface ComparisonFilter extends PromptConditions {
  readonly form?: 'SIMPLE' | 'ENRICHED' | null | undefined;
  /** Painted for the arena and judged there, or asked for by visitors. */
  readonly judged?: boolean | null | undefined;
  readonly createdAt?: Range<Date> | null | undefined;
}

/** How a list of comparisons, or of prompts, is ordered. */
export type ListOrder =
  | { readonly field: 'CREATED' | 'VOTES'; readonly direction: Direction }
  | { readonly field: 'DISAGREEMENT'; readonly direction: Direction; readonly models: ModelPair };

/** A list of comparisons: which, and in which order. */
export interface ComparisonList {
  readonly filter: ComparisonFilter;
  readonly order: ListOrder;
}

/** SQL: whether the comparison `c` is in lists, and has a finished picture that is. */
const LISTED = `${isListedComparison('c')} AND EXISTS (
  SELECT 1 FROM "Generation" g
  WHERE g."comparisonId" = c.id AND g.status = 'SUCCEEDED' AND ${isListedPicture('g')})`;

function conditionsOf(filter: ComparisonFilter, values: Values): string[] {
  const { form, judged, createdAt } = filter;
  return [
    ...ofPrompt('c', filter, values),
    ...(form ? [`(c."enrichmentId" IS NULL) = ${values.add(form === 'SIMPLE')}::boolean`] : []),
    ...(typeof judged === 'boolean'
      ? [`(c.arena IS NOT NULL) = ${values.add(judged)}::boolean`]
      : []),
    ...within('c."createdAt"', 'timestamptz', createdAt, values),
  ];
}

/** SQL: the comparisons of a list, with what they are ordered by. */
function listedIn({ filter, order }: ComparisonList, values: Values) {
  const conditions = [LISTED, ...conditionsOf(filter, values)];
  if (order.field !== 'DISAGREEMENT') {
    const column = order.field === 'VOTES' ? 'c."voteCount"' : undefined;
    const sql = `FROM "Comparison" c WHERE ${conditions.join(' AND ')}`;
    return { sql, ordered: { column, type: 'int', id: 'c.id' } as const };
  }
  const { from, condition } = mostDisagreed('comparisonId', order.models, values);
  const sql = `FROM ${from} JOIN "Comparison" c ON c.id = d."comparisonId"
    WHERE ${[condition, ...conditions].join(' AND ')}`;
  return { sql, ordered: { column: 'd.gap', type: 'float8', id: 'd."comparisonId"' } as const };
}

/** A page of a list. */
export async function listedComparisons(list: ComparisonList, page: KeysetPage): Promise<Place[]> {
  const values = new Values();
  const sql = pageSql(listedIn(list, values), list.order.direction, page, values);
  return (await pool().query<Place>(sql, values.all)).rows;
}

/** How many comparisons a list has on all pages together. */
export async function countComparisons(list: ComparisonList): Promise<Total> {
  const values = new Values();
  const { sql, ordered } = listedIn(list, values);
  return totalOf(`SELECT ${ordered.id} ${sql}`, values.all);
}
