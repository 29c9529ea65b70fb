import { createHash, timingSafeEqual } from 'node:crypto';
import { config } from '@/lib/config';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether an Authorization header is `Bearer` and the CURATOR_TOKEN of the environment. */
export function isCurator(authorization: string | null): boolean {
  if (authorization === null) return false;
  const { curatorToken } = config();
  if (curatorToken === undefined) return false;
  return timingSafeEqual(digest(authorization), digest(`Bearer ${curatorToken}`));
}
