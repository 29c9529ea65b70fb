import escapeHtml from 'escape-html';
import { byKey } from '@/app/components/by-key';
import { mainPictures, ofOneNoise } from '@/app/components/main-pictures';
import { origin } from '@/app/components/origin';
import { verdictLine } from '@/app/components/verdict-line';
import { SharedComparisonDocument } from '@/app/c/[key]/comparison.documents';
import { framed } from '@/app/embed/frame';
import { query } from '@/app/execute';
import { englishModels, englishWords } from '@/app/words/server';

const load = byKey(async (key) => (await query(SharedComparisonDocument, { key })).comparison);

interface Context {
  params: Promise<{ key: string }>;
}

const STYLE = `
  ul { display: flex; gap: 8px; list-style: none; margin: 0; padding: 0; }
  li { flex: 1; min-width: 0; }
  img { width: 100%; height: auto; image-rendering: pixelated; border-radius: 12px; }`;

/** A comparison to stand in a frame on other people's pages: its pictures, who has most facts, and the way here. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { key } = await params;
  const comparison = await load(key);
  if (!comparison) return new Response('There is no such comparison.', { status: 404 });
  const titleOf = englishModels();
  const { prompt, generations } = comparison;
  const shown = mainPictures(ofOneNoise(generations))
    .filter(({ imageUrl }) => imageUrl !== null)
    .map((picture) => ({ ...picture, title: titleOf(picture.model).title }));
  const items = shown.map(
    ({ imageUrl, title }) =>
      `<li><img src="${escapeHtml(imageUrl ?? '')}" alt=""><br>${escapeHtml(title)}</li>`,
  );
  return framed(request, {
    title: prompt.text,
    href: new URL(`/c/${key}`, await origin()).href,
    body: `<ul>${items.join('')}</ul>`,
    line: verdictLine(englishWords(), shown) || 'Compare them on Sarovar',
    style: STYLE,
  });
}
