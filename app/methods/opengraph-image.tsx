import { CardBars } from '@/app/components/share/bars';
import { detectedRows } from '@/app/components/share/board';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { ScoresDocument } from '@/app/components/scoreboard/scoreboard.documents';
import { query } from '@/app/execute';
import { englishModels } from '@/app/words/server';

export const dynamic = 'force-dynamic';
export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'In how many pictures each method gets every fact of the prompt right';

export default async function OpenGraphImage(): Promise<Response> {
  const { rows } = (await query(ScoresDocument)).scoreboard;
  const detected = detectedRows(rows, englishModels());
  const [best, next] = detected
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => (b.value ?? NaN) - (a.value ?? NaN));
  return shareCard({
    title:
      best && next
        ? `${best.title} gets every fact right in ${best.said} of pictures, ${next.title} in ${next.said}`
        : 'One image model, several ways to read your words',
    body: <CardBars rows={detected} />,
    line: 'One model, frozen; by detector, on prompts that no training saw',
  });
}
