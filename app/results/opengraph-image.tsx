import { CardBars } from '@/app/components/share/bars';
import { boardRows, votesLine } from '@/app/components/share/board';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { query } from '@/app/execute';
import { englishModels, englishWords } from '@/app/words/server';
import { knownSoFar } from './known-so-far';
import { SharedResultsDocument } from './shared.documents';

export const dynamic = 'force-dynamic';
export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'What is known of which method follows the prompt best';

export default async function OpenGraphImage(): Promise<Response> {
  const { scoreboard, ranking } = await query(SharedResultsDocument);
  const titleOf = englishModels();
  return shareCard({
    title: knownSoFar(englishWords(), ranking, titleOf),
    body: <CardBars rows={boardRows(scoreboard.rows, titleOf)} />,
    line: votesLine(scoreboard),
  });
}
