import { isCurator } from '@/graphql/curators';
import { VoterSession } from '@/graphql/voter-session';

/** What both routes read: Next.js's headers and those of the SSE handler have this in common. */
interface Headers {
  get(name: string): string | null | undefined;
}

/** Nearest to us stands the last address; the server itself says it when no proxy does. */
function networkOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'unknown';
}

/** Who asks, from the headers of a request; `canSetCookie` is false where the answer's are sent already. */
export function contextOf(headers: Headers, canSetCookie = true) {
  const cookie = headers.get('cookie') ?? null;
  return {
    session: new VoterSession(cookie, networkOf(headers), canSetCookie),
    isCurator: isCurator(headers.get('authorization') ?? null),
  };
}
