import escapeHtml from 'escape-html';
import { categoryTitle } from '@/app/components/categories';
import { origin } from '@/app/components/origin';
import {
  ScoresDocument,
  type BoardFragment,
} from '@/app/components/scoreboard/scoreboard.documents';
import { framed, localeOf } from '@/app/embed/frame';
import { query } from '@/app/execute';
import { modelsIn, wordsIn } from '@/app/words/server';
import type { Translate } from '@/app/words/translate';
import { THRESHOLD } from '@/lib/evaluation/ranking/prior';

export const dynamic = 'force-dynamic';

type Cell = BoardFragment['rows'][number]['cells'][number];

const STYLE = `
  table { width: 100%; border-collapse: collapse; font-size: 14px; }
  th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0; border-top: 1px solid #8885; }
  thead th { border: 0; }
  small { display: block; opacity: .75; }`;

/** A share with its interval and how many votes it is of, or what there is until there are enough. */
function shareOf(t: Translate, { share, low, high, decisive, detected }: Cell): string {
  if (share !== null) {
    const interval =
      low === null || high === null ? '' : `${t('scoreboard.interval', { low, high })}, `;
    const votes = t('scoreboard.votes', { count: decisive });
    return `<b>${t('scoreboard.share', { value: share })}</b><small>${interval}${votes}</small>`;
  }
  return detected
    ? `${t('scoreboard.share', { value: detected.value })}<small>${t('scoreboard.byDetector')}</small>`
    : `<small>${t('scoreboard.progress', { count: decisive, needed: THRESHOLD.decisive })}</small>`;
}

/** The scoreboard to stand in a frame on other people's pages. */
export async function GET(request: Request): Promise<Response> {
  const { rows, votes, voters } = (await query(ScoresDocument)).scoreboard;
  const lang = localeOf(request);
  const [t, titleOf] = [wordsIn(lang), modelsIn(lang)];
  const head = (rows[0]?.cells ?? []).map(({ category }) => {
    const title = category === null ? t('categories.all') : categoryTitle(t, category);
    return `<th scope="col">${escapeHtml(title)}</th>`;
  });
  const body = rows.map(({ model, cells }) => {
    const shares = cells.map((cell) => `<td>${shareOf(t, cell)}</td>`);
    return `<tr><th scope="row">${escapeHtml(titleOf(model).title)}</th>${shares.join('')}</tr>`;
  });
  return framed(request, {
    lang,
    title: t('front.scoreboard'),
    href: new URL('/results', await origin()).href,
    body: `<table><thead><tr><td></td>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`,
    line:
      votes === 0
        ? `${t('scoreboard.noVotes')} ${t('front.vote')}`
        : `${t('scoreboard.byPeople')} ${t('scoreboard.from', { votes, voters })}`,
    style: STYLE,
  });
}
