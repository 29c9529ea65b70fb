import { createHash, timingSafeEqual } from 'node:crypto';
import { parseCookie } from 'cookie';
import { config } from '@/lib/config';
import { openCurator } from '@/lib/sign-in/curator-session';

/** Where a curator's session is, once they have signed in. */
export const CURATOR_COOKIE = 'sarovar-curator';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether an Authorization header is `Bearer` and the CURATOR_TOKEN of the environment. */
export function isCurator(authorization: string | null): boolean {
  if (authorization === null) return false;
  const { curatorToken } = config();
  if (curatorToken === undefined) return false;
  return timingSafeEqual(digest(authorization), digest(`Bearer ${curatorToken}`));
}

/**
 * By which name the curator is logged who sends these headers; undefined of anybody else. A session counts for requests
 * of our own pages only (`isOwn`), since a browser sends its cookie by itself.
 */
export async function curatorOf(
  headers: { readonly authorization: string | null; readonly cookie: string | null },
  isOwn: boolean,
): Promise<string | undefined> {
  if (isCurator(headers.authorization)) return 'token';
  const session = parseCookie(headers.cookie ?? '')[CURATOR_COOKIE];
  return session !== undefined && isOwn ? openCurator(session) : undefined;
}
