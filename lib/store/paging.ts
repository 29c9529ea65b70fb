/** So many rows at once. */
export const PAGE = 2000;

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
