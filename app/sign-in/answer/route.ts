import { parseCookie } from 'cookie';
import { CURATOR_COOKIE } from '@/graphql/curators';
import { VoterSession } from '@/graphql/voter-session';
import { hashOfSubject, verifiedVoter, verify } from '@/lib/arena/verified-voters';
import { CLIENT_HEADER, networkOf } from '@/lib/client-address';
import { config } from '@/lib/config';
import { limit } from '@/lib/limits';
import { CURATOR_SECONDS, sealCurator } from '@/lib/sign-in/curator-session';
import { isFirstAnswer, openFlow } from '@/lib/sign-in/flow';
import { finishSignIn } from '@/lib/sign-in/issuer';
import { answerAddress, cookie, goTo, notHere, tell, tellOf } from '../answers';
import { FLOW_COOKIE } from '../flow-cookie';

/**
 * Makes the browser that account's voter. An account without one takes the browser's own, with what they have answered;
 * one that has a voter leaves the browser's as it is, somebody else whose votes stay theirs.
 */
async function signInVoter(session: VoterSession, subjectHash: string): Promise<void> {
  const own =
    (await verifiedVoter(subjectHash)) ??
    (await verify(await session.knownOrNew(), subjectHash)) ??
    (await verify(await session.anew(), subjectHash));
  if (own !== undefined) await session.become(own);
}

/** Takes what the issuer sends somebody back with, once. */
export async function GET(request: Request): Promise<Response> {
  const { signIn } = config();
  if (!signIn) return notHere();
  const { search, searchParams } = new URL(request.url);
  const cookies = request.headers.get('cookie');
  const { [FLOW_COOKIE]: sealed } = parseCookie(cookies ?? '');
  const flow = sealed === undefined ? undefined : await openFlow(sealed);
  // Whoever leads somebody here with another state does not end what they have begun.
  if (flow?.state !== searchParams.get('state')) return tell('stale');
  const over = cookie(FLOW_COOKIE, '', 0, 'lax');
  if (!(await isFirstAnswer(flow))) return tell('stale', [over]);
  try {
    const network = networkOf(request.headers.get(CLIENT_HEADER));
    await limit('signIn', { network });
    const answer = answerAddress(request, search);
    const { subject, isCurator } = await finishSignIn(signIn, answer, flow);
    if (flow.purpose === 'curate') {
      if (!isCurator) return tell('no-curator', [over]);
      const sealed = await sealCurator(signIn, subject);
      return goTo('/curate', [over, cookie(CURATOR_COOKIE, sealed, CURATOR_SECONDS, 'strict')]);
    }
    const session = new VoterSession(cookies, network);
    await signInVoter(session, await hashOfSubject(signIn.issuer, subject));
    return goTo('/vote', [over, session.setCookie]);
  } catch (error) {
    return tellOf(error, [over]);
  }
}
