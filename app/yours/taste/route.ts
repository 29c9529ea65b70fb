import { parseCookie } from 'cookie';
import { contextOf } from '@/app/api/graphql/context';
import { queryAs } from '@/app/execute';
import { chooseLocale, LANGUAGE_COOKIE } from '@/app/words/locales';
import { wordsIn } from '@/app/words/server';
import { limit } from '@/lib/limits';
import { TooFast } from '@/lib/problems';
import { tasteCard } from './card';
import { TasteCardDocument } from './taste.documents';

export const dynamic = 'force-dynamic';

const OF_NOBODY_ELSE = 'private, no-store';

function refusal(sentence: string, status: number, headers: Record<string, string> = {}) {
  return new Response(`${sentence}\n`, {
    status,
    headers: { ...headers, 'cache-control': OF_NOBODY_ELSE, vary: 'cookie' },
  });
}

/** What the votes of whoever asks say, as a picture to share; by their cookie only. */
export async function GET(request: Request): Promise<Response> {
  const { headers } = request;
  const chosen = parseCookie(headers.get('cookie') ?? '')[LANGUAGE_COOKIE];
  const locale = chooseLocale(chosen, headers.get('accept-language'));
  const { session } = await contextOf(headers, false);
  const voter = await session.knownIfAny();
  if (voter === undefined) return refusal(wordsIn(locale)('card.nobody'), 404);
  try {
    await limit('taste', { voter, network: session.network });
  } catch (error) {
    if (!(error instanceof TooFast)) throw error;
    return refusal(error.message, 429, { 'retry-after': String(error.retryAfter) });
  }
  const { myRanking: mine } = await queryAs(headers, TasteCardDocument);
  if (!mine?.ranking) {
    const { votes, needed } = mine ?? { votes: 0, needed: 0 };
    return refusal(wordsIn(locale)('card.tooFew', { votes, needed }), 404);
  }
  const card = await tasteCard(locale, { ...mine, ranking: mine.ranking }, OF_NOBODY_ELSE);
  card.headers.set('vary', 'cookie');
  card.headers.set('content-disposition', 'inline; filename="sarovar-taste.png"');
  return card;
}
