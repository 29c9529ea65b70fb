import { resolveCursorConnection } from '@pothos/plugin-relay';
import type { KeysetPage, Place } from '@/lib/store/keyset';
import type { RowPage } from '@/lib/store/paging';
import type { Total } from '@/lib/store/total';
import { cursorAt, placeAt } from './cursor';

/** What a connection is asked with. */
type ConnectionArguments = Parameters<typeof resolveCursorConnection>[0]['args'];

const placeOf = (cursor: string | undefined) =>
  cursor === undefined ? undefined : placeAt(cursor);

/** A row, with its place in the list that it is of. */
export interface Placed<T> {
  readonly row: T;
  readonly place: Place;
}

/** The rows of a page, in its order; what was taken away meanwhile is left out. */
export function inPlace<T extends { readonly id: string }>(
  places: readonly Place[],
  rows: ReadonlyMap<string, T>,
): Placed<T>[] {
  return places.flatMap((place) => {
    const row = rows.get(place.id);
    return row ? [{ row, place }] : [];
  });
}

/** How many there are, once it is asked; whoever asks for both fields of it has it counted once. */
export function remembered(count: () => Promise<Total>): () => Promise<Total> {
  let counted: Promise<Total> | undefined;
  return () => (counted ??= count());
}

/** A connection of the pages that `fetch` gives, in that order, which its cursors name. */
export async function keysetConnection<T>(
  args: ConnectionArguments,
  order: string,
  fetch: (page: KeysetPage) => Promise<Placed<T>[]>,
) {
  const toCursor = ({ place }: Placed<T>) => cursorAt(order, place);
  const { edges, pageInfo } = await resolveCursorConnection<Promise<Placed<T>[]>>(
    { args, toCursor },
    ({ before, after, ...page }) =>
      fetch({ ...page, before: placeOf(before), after: placeOf(after) }),
  );
  return { edges: edges.map(({ cursor, node }) => ({ cursor, node: node.row })), pageInfo };
}

/** A connection of the pages that `fetch` gives, by ids that its cursors name. */
export function rowConnection<T extends { readonly id: string }>(
  args: ConnectionArguments,
  fetch: (page: RowPage) => Promise<T[]>,
) {
  return keysetConnection(args, 'CREATED', async ({ before, after, ...page }) => {
    const rows = await fetch({ ...page, before: before?.id, after: after?.id });
    return rows.map((row) => ({ row, place: { id: row.id } }));
  });
}
