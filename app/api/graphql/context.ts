import { CLIENT_HEADER, networkOf } from '@/lib/client-address';
import { curatorOf } from '@/graphql/curators';
import { VoterSession } from '@/graphql/voter-session';
import { isFromElsewhere, type ReadHeaders } from '../own-pages';

/** Who asks, from the headers of a request; `canSetCookie` is false where the answer's are sent already. */
export async function contextOf(headers: ReadHeaders, canSetCookie = true) {
  const cookie = headers.get('cookie') ?? null;
  const network = networkOf(headers.get(CLIENT_HEADER));
  // What a browser says of itself anyway; nothing that it would have to be asked.
  const client = ['user-agent', 'accept-language'].map((name) => headers.get(name) ?? '').join(' ');
  const authorization = headers.get('authorization') ?? null;
  const curator = await curatorOf({ authorization, cookie }, !isFromElsewhere(headers));
  return {
    session: new VoterSession(cookie, network, canSetCookie, client),
    isCurator: curator !== undefined,
    curator,
  };
}
