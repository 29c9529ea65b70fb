import { formatPrismaCursor, parsePrismaCursor } from '@pothos/plugin-prisma';
import { resolveCursorConnection } from '@pothos/plugin-relay';
import { z } from 'zod';
import type { RowPage } from '@/lib/store/paging';

/** What a connection is asked with. */
type ConnectionArguments = Parameters<typeof resolveCursorConnection>[0]['args'];

/** A connection of the pages that `fetch` gives, by ids that its cursors name. */
export function rowConnection<T extends { readonly id: string }>(
  args: ConnectionArguments,
  fetch: (page: RowPage) => Promise<T[]>,
) {
  const idOf = (cursor: string | undefined) =>
    cursor === undefined ? undefined : z.string().parse(parsePrismaCursor(cursor));
  const toCursor = ({ id }: T) => formatPrismaCursor({ id }, 'id');
  return resolveCursorConnection<Promise<T[]>>({ args, toCursor }, ({ before, after, ...page }) =>
    fetch({ ...page, before: idOf(before), after: idOf(after) }),
  );
}
