import { z } from 'zod';
import { pool } from '@/lib/store/database';
import type { Statement } from './statements';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly Filter?: string | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const nodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Cond': z.string().optional(),
    Filter: z.string().optional(),
    Plans: z.array(nodeSchema).optional(),
  }),
);

const planRows = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: nodeSchema })]) })]);

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Which of these tables a statement reads from end to end, as the database plans it, and what it looks for there. */
export async function readWhole(
  { text, values }: Statement,
  tables: readonly string[],
): Promise<string[]> {
  if (!/^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/i.test(text)) return [];
  const explained = await pool().query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
  const [{ 'QUERY PLAN': plans }] = planRows.parse(explained.rows);
  return nodesOf(plans[0].Plan)
    .filter((node) => /^(Seq Scan|Index( Only)? Scan)$/.test(node['Node Type']))
    .filter((node) => node['Index Cond'] === undefined)
    .filter((node) => tables.includes(node['Relation Name'] ?? ''))
    .map((node) => `${node['Relation Name'] ?? ''} (${node.Filter ?? 'all of it'})`);
}
