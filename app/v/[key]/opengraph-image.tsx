import { byKey } from '@/app/components/by-key';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { cardPictures } from '@/app/components/share/pictures';
import { query } from '@/app/execute';
import { englishModels } from '@/app/words/server';
import { VerdictDocument } from './verdict.documents';

export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'Two pictures with their painters, and which one a blind vote chose';

const load = byKey(async (key) => (await query(VerdictDocument, { key })).matchup);

interface Props {
  params: Promise<{ key: string }>;
}

/** What its page says to everybody: nothing before the set has left the arena. */
export default async function OpenGraphImage({ params }: Props): Promise<Response> {
  const matchup = await load((await params).key);
  if (!matchup?.reveal) return new Response('There is no such verdict.', { status: 404 });
  const titleOf = englishModels();
  const { left, right } = matchup.reveal;
  const said = matchup.answers.find(({ question }) => question === 'ALIGNMENT')?.outcome;
  const pictures = [
    { ...titleOf(left.model), imageUrl: left.imageUrl, chosen: said === 'LEFT' },
    { ...titleOf(right.model), imageUrl: right.imageUrl, chosen: said === 'RIGHT' },
  ];
  const chosen = pictures.find((own) => own.chosen);
  const line =
    said === undefined
      ? 'One blind vote, which was taken back'
      : said === 'BOTH_BAD'
        ? 'One blind vote: both are bad'
        : chosen
          ? `One blind vote: ${chosen.title} follows the prompt better`
          : 'One blind vote: both follow the prompt equally';
  return shareCard({ title: matchup.prompt, body: await cardPictures(pictures), line });
}
