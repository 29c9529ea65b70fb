import escapeHtml from 'escape-html';
import { origin } from '@/app/components/origin';
import { framed } from '@/app/embed/frame';
import { asOf, load, titleOf } from '@/app/r/[key]/load';
import { knownSoFar } from '@/app/results/known-so-far';
import { englishModels, englishWords } from '@/app/words/server';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ key: string }>;
}

const STYLE = `
  table { width: 100%; border-collapse: collapse; font-size: 14px; }
  th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0; border-top: 1px solid #8885; }
  thead th { border: 0; }`;

/** A ranking that was kept, to stand in a frame on other people's pages: it says the same for good. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { key } = await params;
  const snapshot = await load(key);
  if (!snapshot) return new Response('There are no such results.', { status: 404 });
  const modelTitle = englishModels();
  const { ranking } = snapshot;
  const rows = ranking.models.map(
    ({ name, model, bestRank, worstRank, rating, low, high, votes }) => {
      const { title } = modelTitle({ name, method: model?.method });
      const rank = bestRank === worstRank ? `${bestRank}` : `${bestRank}–${worstRank}`;
      const interval =
        low === null || high === null ? '' : ` (${low.toFixed(0)} to ${high.toFixed(0)})`;
      return `<tr><td>${rank}</td><th scope="row">${escapeHtml(title)}</th><td>${rating.toFixed(0)}${interval}</td><td>${votes}</td></tr>`;
    },
  );
  const head = ['Rank', 'Method', 'Score (95 %)', 'Votes'].map(
    (title) => `<th scope="col">${title}</th>`,
  );
  return framed(request, {
    title: titleOf(englishWords(), snapshot),
    href: new URL(`/r/${key}`, await origin()).href,
    body: `<p>${escapeHtml(knownSoFar(englishWords(), ranking, modelTitle))}</p>
<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
    line: `${asOf(snapshot)}, on Sarovar`,
    style: STYLE,
  });
}
