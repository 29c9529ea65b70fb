import { load } from '../load';

export const dynamic = 'force-dynamic';

interface Context {
  params: Promise<{ key: string }>;
}

/** A field as RFC 4180 wants it. */
const field = (value: string | number | null) => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Kept results as a table for spreadsheets, one model a line. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { key } = await params;
  const snapshot = await load(key);
  if (!snapshot) return new Response('There are no such results.', { status: 404 });
  const rows = snapshot.ranking.models.map((model) => [
    model.label,
    model.bestRank,
    model.worstRank,
    model.rating,
    model.low,
    model.high,
    model.votes,
    model.bothBad,
  ]);
  const head = ['model', 'best_rank', 'worst_rank', 'score', 'low', 'high', 'votes', 'both_bad'];
  const lines = [head, ...rows].map((row) => row.map(field).join(','));
  return new Response(`${lines.join('\r\n')}\r\n`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="sarovar-results-${key.slice(-12)}.csv"`,
    },
  });
}
