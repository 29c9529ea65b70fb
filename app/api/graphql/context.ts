import { CLIENT_HEADER, networkOf } from '@/lib/client-address';
import { isCurator } from '@/graphql/curators';
import { VoterSession } from '@/graphql/voter-session';

/** What both routes read: Next.js's headers and those of the SSE handler have this in common. */
interface Headers {
  get(name: string): string | null | undefined;
}

/** Who asks, from the headers of a request; `canSetCookie` is false where the answer's are sent already. */
export function contextOf(headers: Headers, canSetCookie = true) {
  const cookie = headers.get('cookie') ?? null;
  return {
    session: new VoterSession(cookie, networkOf(headers.get(CLIENT_HEADER)), canSetCookie),
    isCurator: isCurator(headers.get('authorization') ?? null),
  };
}
