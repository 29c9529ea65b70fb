import { pool } from '@/lib/store/database';
import { pageSql, Values, type KeysetPage, type Place } from '@/lib/store/keyset';
import { totalOf, type Total } from '@/lib/store/total';
import { mostDisagreed } from './disagreements';
import type { ListOrder } from './listed-comparisons';
import { aboutPrompt, within, type PromptConditions, type Range } from './list-conditions';
import { literally } from './prompts';

/** Which prompts are asked for; what is left out is no condition. */
export interface PromptFilter extends PromptConditions {
  readonly seeded?: boolean | null | undefined;
  readonly createdAt?: Range<Date> | null | undefined;
  /** A part of the text, as it stands, in any case. */
  readonly part?: string | null | undefined;
}

/** A list of prompts: which, and in which order. */
export interface PromptList {
  readonly filter: PromptFilter;
  readonly order: ListOrder;
}

function conditionsOf(filter: PromptFilter, values: Values): string[] {
  const { seeded, createdAt, part } = filter;
  return [
    `p.visibility = 'VISIBLE'`,
    ...aboutPrompt('p', filter, values),
    ...(typeof seeded === 'boolean' ? [`p.seeded = ${values.add(seeded)}::boolean`] : []),
    ...(part ? [`p.text ILIKE ${values.add(`%${literally(part)}%`)}`] : []),
    ...within('p."createdAt"', 'timestamptz', createdAt, values),
  ];
}

/** SQL: the prompts of a list, with what they are ordered by. */
function listedIn({ filter, order }: PromptList, values: Values) {
  const conditions = conditionsOf(filter, values);
  if (order.field !== 'DISAGREEMENT') {
    const column = order.field === 'VOTES' ? 'p."voteCount"' : undefined;
    const sql = `FROM "Prompt" p WHERE ${conditions.join(' AND ')}`;
    return { sql, ordered: { column, type: 'int', id: 'p.id' } as const };
  }
  const { from, condition } = mostDisagreed('promptId', order.models, values);
  const sql = `FROM ${from} JOIN "Prompt" p ON p.id = d."promptId"
    WHERE ${[condition, ...conditions].join(' AND ')}`;
  return { sql, ordered: { column: 'd.gap', type: 'float8', id: 'd."promptId"' } as const };
}

/** A page of a list. */
export async function listedPrompts(list: PromptList, page: KeysetPage): Promise<Place[]> {
  const values = new Values();
  const sql = pageSql(listedIn(list, values), list.order.direction, page, values);
  return (await pool().query<Place>(sql, values.all)).rows;
}

/** How many prompts a list has on all pages together. */
export async function countPrompts(list: PromptList): Promise<Total> {
  const values = new Values();
  const { sql, ordered } = listedIn(list, values);
  return totalOf(`SELECT ${ordered.id} ${sql}`, values.all);
}
