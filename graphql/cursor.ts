import { z } from 'zod';

/** What Pothos writes for a row whose id is a UUID. */
const OURS = /^GPC:S:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isOurs(cursor: string): boolean {
  return OURS.test(Buffer.from(cursor, 'base64').toString('latin1'));
}

/** The place of a row in a connection, as an earlier page gave it. */
export const cursorSchema = z
  .string()
  .refine(isOurs, 'This cursor is not one of ours; take `endCursor` or `startCursor` of a page.');
