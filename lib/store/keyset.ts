/** A row's place in an order: what it is ordered by, unless that is its id alone, and its id. */
export interface Place {
  readonly id: string;
  readonly value?: number | undefined;
}

/** A part of all rows: at most `limit` between two places, in the list's order or, when `inverted`, from its end. */
export interface KeysetPage {
  readonly before?: Place | undefined;
  readonly after?: Place | undefined;
  readonly limit: number;
  readonly inverted: boolean;
}

export type Direction = 'ASC' | 'DESC';

/** Values of one statement, and how its text names each. */
export class Values {
  readonly all: unknown[] = [];

  /** Adds one; returns `$1`, `$2`, …. */
  add(value: unknown): string {
    return `$${this.all.push(value)}`;
  }
}

/** SQL: what rows are ordered by, a number of that type, and their id; `column` is undefined where that is all. */
export interface OrderedBy {
  readonly column?: string | undefined;
  readonly type?: 'int' | 'float8' | undefined;
  readonly id: string;
}

/**
 * SQL: ORDER BY of rows by a column and within it by their id, and the condition that holds for what stands between the
 * page's places, however many rows have come or gone since.
 */
function between(
  { column, type = 'float8', id }: OrderedBy,
  direction: Direction,
  { before, after, inverted }: KeysetPage,
  values: Values,
) {
  const [later, earlier] = direction === 'ASC' ? ['>', '<'] : ['<', '>'];
  const beyond = (sign: string, place: Place | undefined) => {
    if (!place) return 'true';
    const own = values.add(place.id);
    if (column === undefined) return `${id} ${sign} ${own}`;
    return `(${column}, ${id}) ${sign} (${values.add(place.value)}::${type}, ${own})`;
  };
  const way = (direction === 'ASC') === inverted ? 'DESC' : 'ASC';
  return {
    condition: `${beyond(later, after)} AND ${beyond(earlier, before)}`,
    order: column === undefined ? `${id} ${way}` : `${column} ${way}, ${id} ${way}`,
  };
}

/** A list's rows as SQL, from FROM on, and what they are ordered by. */
export interface Listed {
  readonly sql: string;
  readonly ordered: OrderedBy;
}

/** SQL: the places of a page of a list; the `sql` of it ends with a condition. */
export function pageSql(
  { sql, ordered }: Listed,
  direction: Direction,
  page: KeysetPage,
  values: Values,
): string {
  const { condition, order } = between(ordered, direction, page, values);
  return `SELECT ${ordered.id} AS id, ${ordered.column ?? 'NULL::int'} AS value ${sql} AND ${condition}
    ORDER BY ${order} LIMIT ${values.add(page.limit)}::int`;
}
