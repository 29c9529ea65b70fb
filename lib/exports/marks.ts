import { CHANGES } from '@/lib/arena/tally';
import { at } from '@/lib/at';
import { pool } from '@/lib/store/database';

/**
 * SQL: text that changes whenever rows of a table that `where` takes do: each version of a row has the transaction that
 * wrote it.
 */
const rowsOf = (table: string, where = 'true') =>
  `(SELECT count(*) || ' ' || coalesce(sum(t.xmin::text::bigint), 0) FROM "${table}" t WHERE ${where})`;

/** What is published changes only as is noted; that is one row. */
const JUDGED = [`'1 ' || ${CHANGES}`, rowsOf('Model')];

/** What each dataset is made of, as far as it changes. What is only ever added with something else is not here. */
const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  votes: [...JUDGED, rowsOf('Quarantine')],
  matchups: JUDGED,
  differences: [rowsOf('Comparison', `t.arena = 'LEFT'`), rowsOf('Prompt'), rowsOf('Model')],
  generations: [
    rowsOf('Generation', `t.status = 'SUCCEEDED' AND NOT t.blind`),
    rowsOf('Prompt'),
    rowsOf('Enrichment'),
    rowsOf('AutomaticScore'),
    rowsOf('Model'),
  ],
  prompts: [rowsOf('Prompt')],
  sets: [rowsOf('PromptInSet'), rowsOf('PromptSet'), rowsOf('Prompt')],
  enrichments: [rowsOf('Enrichment', `t.status = 'SUCCEEDED'`), rowsOf('Prompt')],
  models: [rowsOf('Model'), rowsOf('Base')],
};

/**
 * A mark of many rows rests a while, about twenty times as long as it takes to read: votes are not kept waiting by
 * whoever asks again and again. One of few rows is read each time.
 */
const REST = { aboveRows: 10_000, msForRow: 0.01 };

/** How many rows a mark has looked at: each part begins with it. */
const rowsBehind = (mark: string) =>
  mark.split(',').reduce((sum, part) => sum + Number.parseInt(part, 10), 0);

const seen = new Map<string, { readonly mark: string; readonly until: number }>();

/** Text that is another one once the rows of that dataset have changed; read in a moment, unlike the rows. */
export async function markOf(name: string): Promise<string> {
  const before = seen.get(name);
  if (before && performance.now() < before.until) return before.mark;
  const parts = MADE_OF[name];
  // Of what nobody has said what it is made of, everything is new.
  if (!parts) return String(performance.now());
  const { rows } = await pool().query<{ mark: string }>(
    `SELECT concat_ws(',', ${parts.join(', ')}) AS mark`,
  );
  const { mark } = at(rows, 0);
  const count = rowsBehind(mark);
  const restMs = count > REST.aboveRows ? count * REST.msForRow : 0;
  seen.set(name, { mark, until: performance.now() + restMs });
  return mark;
}
