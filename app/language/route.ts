import { isLocale, LANGUAGE_COOKIE } from '@/app/words/locales';

const A_YEAR = 365 * 24 * 3600;

/** The page that the reader came from, if it is one of ours. */
function whereFrom(request: Request): string {
  const referer = request.headers.get('referer');
  if (referer === null || !URL.canParse(referer)) return '/';
  const { host, pathname, search } = new URL(referer);
  return host === request.headers.get('host') ? `/${pathname.replace(/^\/+/, '')}${search}` : '/';
}

/** Keeps the language that the reader chooses, and goes back to where they were; a plain form, for those without scripts. */
export async function POST(request: Request): Promise<Response> {
  const language = (await request.formData().catch(() => new FormData())).get('language');
  if (typeof language !== 'string' || !isLocale(language)) {
    return new Response('There is no such language here.\n', { status: 400 });
  }
  return new Response(null, {
    status: 303,
    headers: {
      location: whereFrom(request),
      'set-cookie': `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax; HttpOnly`,
    },
  });
}
