import { formatPrismaCursor, parsePrismaCursor } from '@pothos/plugin-prisma';
import { z } from 'zod';
import type { Place } from '@/lib/store/keyset';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** What Pothos writes for a row whose id is a UUID. */
const BY_ID = new RegExp(`^GPC:S:${UUID}$`);

/** What we write for a row of a list that is ordered by a number: which order, the number and the id. */
const BY_VALUE = new RegExp(`^([A-Z_]+):(-?[0-9][0-9.e+-]*):(${UUID})$`);

const decoded = (cursor: string) => Buffer.from(cursor, 'base64').toString('latin1');

/** The order of a list in which rows stand by their ids. */
const BY_CREATION = 'CREATED';

/** The place of a row in a connection, as an earlier page of the same order gave it. */
export const cursorOf = (order = BY_CREATION) =>
  z.string().refine((cursor) => {
    const text = decoded(cursor);
    return order === BY_CREATION ? BY_ID.test(text) : BY_VALUE.exec(text)?.[1] === order;
  }, 'This cursor is not one of ours, or of another order; take `endCursor` or `startCursor` of a page.');

/** The cursor of a place in a list of that order. */
export function cursorAt(order: string, { id, value }: Place): string {
  if (order === BY_CREATION) return formatPrismaCursor({ id }, 'id');
  return Buffer.from(`${order}:${String(value)}:${id}`).toString('base64');
}

/** The place of a cursor that `cursorOf` has let through. */
export function placeAt(cursor: string): Place {
  const [, , value, id] = BY_VALUE.exec(decoded(cursor)) ?? [];
  if (id !== undefined) return { id, value: Number(value) };
  return { id: z.string().parse(parsePrismaCursor(cursor)) };
}
