import { CardBars } from './components/share/bars';
import { boardRows, votesLine } from './components/share/board';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from './components/share/card';
import { ScoresDocument } from './components/scoreboard/scoreboard.documents';
import { query } from './execute';
import { englishModels } from './words/server';

export const dynamic = 'force-dynamic';
export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'How often each method follows the prompt better, by blind votes';

/** The card of the front page, and of every page that has none of its own. */
export default async function OpenGraphImage(): Promise<Response> {
  const { scoreboard } = await query(ScoresDocument);
  return shareCard({
    title: 'Who understands your prompt best?',
    body: <CardBars rows={boardRows(scoreboard.rows, englishModels())} />,
    line: votesLine(scoreboard),
  });
}
