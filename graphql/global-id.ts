import { decodeGlobalID } from '@pothos/plugin-relay';

/** The database id behind a Relay id of type `typename`; undefined when it is something else. */
export function resolveGlobalID(globalId: string | number, typename: string): string | undefined {
  try {
    const decoded = decodeGlobalID(String(globalId));
    return decoded.typename === typename ? decoded.id : undefined;
  } catch {
    return undefined;
  }
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
