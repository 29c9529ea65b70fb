import { stringifySetCookie } from 'cookie';
import { config } from '@/lib/config';
import { InvalidInput, TooFast } from '@/lib/problems';
import { SignInFailed } from '@/lib/sign-in/issuer';
import { PURPOSES, type Purpose } from '@/lib/sign-in/flow';
import { BodyRefused, readBody } from '../api/body';
import type { Why } from './why';

/** A form with one field. */
const MOST_BYTES = 1000;

/** What nobody can do here. */
export const notHere = () => new Response('Nobody signs in here.\n', { status: 404 });

export const notOurs = () =>
  new Response('This is taken from this site’s own pages only.\n', { status: 403 });

/** Another page, with cookies of ours. */
export function goTo(path: string, cookies: readonly (string | undefined)[] = []): Response {
  const headers = new Headers({ location: path, 'cache-control': 'no-store' });
  for (const cookie of cookies) if (cookie !== undefined) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** A page that says why nobody was signed in, and what to do. */
export const tell = (why: Why, cookies: readonly string[] = []) =>
  goTo(`/sign-in/problem?why=${why}`, cookies);

/** The same of what was thrown; throws it again where nobody foresaw it. */
export function tellOf(error: unknown, cookies: readonly string[] = []): Response {
  if (error instanceof SignInFailed) {
    console.error(`Nobody was signed in, ${error.refusal}: ${JSON.stringify(error.message)}`);
    return tell(error.refusal, cookies);
  }
  if (error instanceof TooFast) return tell('busy', cookies);
  if (error instanceof InvalidInput) return tell('banned', cookies);
  throw error;
}

/** A cookie of ours for `seconds`; 0 drops it. No page of another site sends a `strict` one. */
export function cookie(
  name: string,
  value: string,
  maxAge: number,
  sameSite: 'lax' | 'strict',
): string {
  const secure = config().publicUrl?.startsWith('https:') ?? false;
  return stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, sameSite, secure });
}

/** Where the issuer sends people back to: at PUBLIC_URL, or else at the host that was asked, which the server has let in. */
export function answerAddress(request: Request, search = ''): URL {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  return new URL(`/sign-in/answer${search}`, config().publicUrl ?? `http://${host}`);
}

/** What a form says that somebody signs in or out for; undefined of any other form. */
export async function purposeOf(request: Request): Promise<Purpose | undefined> {
  try {
    const body = new TextDecoder().decode(await readBody(request, MOST_BYTES));
    const given = new URLSearchParams(body).get('purpose');
    return PURPOSES.find((purpose) => purpose === given);
  } catch (error) {
    if (error instanceof BodyRefused) return undefined;
    throw error;
  }
}
