import escapeHtml from 'escape-html';
import { CLIENT_HEADER, networkOf } from '@/lib/client-address';
import { config } from '@/lib/config';
import { limit } from '@/lib/limits';
import { FLOW_SECONDS, sealFlow } from '@/lib/sign-in/flow';
import { beginSignIn } from '@/lib/sign-in/issuer';
import { isFromOwnPage } from '../api/own-pages';
import { answerAddress, cookie, notHere, notOurs, purposeOf, tellOf } from './answers';
import { FLOW_COOKIE } from './flow-cookie';

/** A page that leads there: our policy lets forms be sent, and redirected, to this site only. */
const leading = (url: string, name: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url=${escapeHtml(url)}">
<title>Signing in</title>
<p>You sign in at <a href="${escapeHtml(url)}">${escapeHtml(name)}</a>.</p></html>
`;

/** Sends somebody to the issuer's pages. */
export async function POST(request: Request): Promise<Response> {
  const { signIn } = config();
  if (!signIn) return notHere();
  if (!isFromOwnPage(request.headers)) return notOurs();
  const purpose = await purposeOf(request);
  if (!purpose) return new Response('Say what you sign in for.\n', { status: 400 });
  try {
    await limit('signIn', { network: networkOf(request.headers.get(CLIENT_HEADER)) });
    const { url, sent } = await beginSignIn(signIn, answerAddress(request));
    return new Response(leading(url.href, signIn.name), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'set-cookie': cookie(FLOW_COOKIE, await sealFlow(sent, purpose), FLOW_SECONDS, 'lax'),
      },
    });
  } catch (error) {
    return tellOf(error);
  }
}
