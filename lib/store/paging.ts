/** So many rows at once: while they are taken in and written, nobody is answered. */
const PAGE = 250;

/** All rows, as `fetch` gives them: those after the row of that id, at most `size` of them. */
export async function* paged<T extends { readonly id: string }>(
  fetch: (after: string | undefined) => Promise<T[]>,
  size = PAGE,
): AsyncGenerator<T> {
  let after: string | undefined;
  for (;;) {
    const rows = await fetch(after);
    yield* rows;
    after = rows.at(-1)?.id;
    if (rows.length < size) return;
  }
}

/** What Prisma needs to fetch one page. */
export function pageAfter(after: string | undefined) {
  return {
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    orderBy: { id: 'asc' as const },
    take: PAGE,
  };
}

/** A part of all rows: at most `limit` between two ids, the newest first or, when `inverted`, the oldest. */
export interface RowPage {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
  readonly inverted: boolean;
}
