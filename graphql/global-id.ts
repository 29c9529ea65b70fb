import { z } from 'zod';

const OURS = /^([A-Za-z]+):([\x20-\x7e]+)$/;
const rowId = z.uuid();

/** The type and the row's id that a Relay id stands for; undefined when it is none. */
export function decodeGlobalID(globalId: string): { typename: string; id: string } | undefined {
  const [, typename, id] = OURS.exec(Buffer.from(globalId, 'base64').toString()) ?? [];
  return typename && id ? { typename, id } : undefined;
}

/** The database id behind a Relay id of type `typename`; undefined when it is something else. */
export function resolveGlobalID(globalId: string | number, typename: string): string | undefined {
  const decoded = decodeGlobalID(String(globalId));
  if (decoded?.typename !== typename) return undefined;
  return rowId.safeParse(decoded.id).data;
}

/**
 * The database id behind an optional Relay id; undefined when it was left out, and one that nothing has when it
 * is something else.
 */
export function optionalID(
  globalId: string | number | null | undefined,
  typename: string,
): string | undefined {
  return globalId ? (resolveGlobalID(globalId, typename) ?? '') : undefined;
}
