import { CURATOR_COOKIE } from '@/graphql/curators';
import { VoterSession } from '@/graphql/voter-session';
import { isVerified } from '@/lib/arena/verified-voters';
import { CLIENT_HEADER, networkOf } from '@/lib/client-address';
import { config } from '@/lib/config';
import { isFromOwnPage } from '../api/own-pages';
import { cookie, goTo, notHere, notOurs, purposeOf } from '../sign-in/answers';

/** Ends a curator's session; or makes the browser nobody's, if its voter has signed in. */
export async function POST(request: Request): Promise<Response> {
  if (!config().signIn) return notHere();
  const { headers } = request;
  if (!isFromOwnPage(headers)) return notOurs();
  if ((await purposeOf(request)) === 'curate') {
    return goTo('/curate', [cookie(CURATOR_COOKIE, '', 0, 'strict')]);
  }
  const session = new VoterSession(headers.get('cookie'), networkOf(headers.get(CLIENT_HEADER)));
  const voter = await session.knownIfAny();
  if (voter !== undefined && (await isVerified(voter))) session.forget();
  return goTo('/vote', [session.setCookie]);
}
