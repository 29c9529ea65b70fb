import { z } from 'zod';
import { pool } from './database';

/** How many rows there are. */
export interface Total {
  readonly count: number;
  /** What the database's planner expects, because to count them takes too long. */
  readonly estimated: boolean;
}

/** Of PostgreSQL's own unit; about a tenth of a second. */
const DEAR = 20_000;

const plans = z.tuple([
  z.object({
    'QUERY PLAN': z.tuple([
      z.object({ Plan: z.object({ 'Total Cost': z.number(), 'Plan Rows': z.number() }) }),
    ]),
  }),
]);

const counted = z.tuple([z.object({ count: z.number() })]);

/** How many rows a SELECT gives. */
export async function totalOf(rows: string, values: readonly unknown[]): Promise<Total> {
  const explained = await pool().query(`EXPLAIN (FORMAT JSON) ${rows}`, [...values]);
  const [{ 'QUERY PLAN': asPlanned }] = plans.parse(explained.rows);
  const { 'Total Cost': cost, 'Plan Rows': count } = asPlanned[0].Plan;
  if (cost > DEAR) return { count, estimated: true };
  const found = await pool().query(`SELECT count(*)::int FROM (${rows}) listed`, [...values]);
  return { ...counted.parse(found.rows)[0], estimated: false };
}
