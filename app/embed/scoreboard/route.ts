import escapeHtml from 'escape-html';
import { categoryTitle } from '@/app/components/categories';
import { origin } from '@/app/components/origin';
import {
  ScoresDocument,
  type BoardFragment,
} from '@/app/components/scoreboard/scoreboard.documents';
import { framed } from '@/app/embed/frame';
import { query } from '@/app/execute';
import { englishModels, englishWords } from '@/app/words/server';
import { THRESHOLD } from '@/lib/evaluation/ranking/prior';

export const dynamic = 'force-dynamic';

type Cell = BoardFragment['rows'][number]['cells'][number];

const STYLE = `
  table { width: 100%; border-collapse: collapse; font-size: 14px; }
  th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0; border-top: 1px solid #8885; }
  thead th { border: 0; }
  small { display: block; opacity: .75; }`;

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** A share with its interval and how many votes it is of, or what there is until there are enough. */
function shareOf({ share, low, high, decisive, detected }: Cell): string {
  if (share !== null) {
    const interval = low === null || high === null ? '' : `${percent(low)} to ${percent(high)}, `;
    return `<b>${percent(share)}</b><small>${interval}${decisive} votes</small>`;
  }
  return detected
    ? `${percent(detected.value)}<small>by detector</small>`
    : `<small>${decisive} of ${THRESHOLD.decisive} votes</small>`;
}

/** The scoreboard to stand in a frame on other people's pages. */
export async function GET(request: Request): Promise<Response> {
  const { rows, votes, voters } = (await query(ScoresDocument)).scoreboard;
  const t = englishWords();
  const titleOf = englishModels();
  const head = (rows[0]?.cells ?? []).map(({ category }) => {
    const title = category === null ? t('categories.all') : categoryTitle(t, category);
    return `<th scope="col">${escapeHtml(title)}</th>`;
  });
  const body = rows.map(({ model, cells }) => {
    const shares = cells.map((cell) => `<td>${shareOf(cell)}</td>`);
    return `<tr><th scope="row">${escapeHtml(titleOf(model).title)}</th>${shares.join('')}</tr>`;
  });
  return framed(request, {
    title: 'Who follows the prompt',
    href: new URL('/results', await origin()).href,
    body: `<table><thead><tr><td></td>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`,
    line:
      votes === 0
        ? 'No votes are published yet: vote blind on Sarovar'
        : `Won votes of those that decided: ${votes} blind votes by ${voters} voters on Sarovar`,
    style: STYLE,
  });
}
