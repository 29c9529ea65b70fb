import Link from 'next/link';
import { ENOUGH_FOR_SHARES } from '@/app/components/enough-for-shares';
import { MethodName } from '@/app/components/method-name';
import { IntervalBar } from '@/app/components/ui/interval-bar';
import { lookAlike } from '@/app/words/model-words';
import { readersModels, words } from '@/app/words/server';
import type { PromptVotesFragment } from './comparison.documents';

interface Props {
  readonly votes: readonly PromptVotesFragment[];
  readonly voteHref: string;
}

/** A pair as whoever is ahead in it would tell it. */
function asWinner({ first, second, share, ties, bothBad }: PromptVotesFragment) {
  const isAhead = !share || share.value >= 0.5;
  return {
    winner: isAhead ? first : second,
    loser: isAhead ? second : first,
    share:
      share && !isAhead
        ? { ...share, value: 1 - share.value, low: 1 - share.high, high: 1 - share.low }
        : share,
    ties,
    bothBad,
  };
}

/** Two models with how often which was chosen; of few votes the count, since a share would look like more than it is. */
async function Pair({ winner, loser, share, ties, bothBad }: ReturnType<typeof asWinner>) {
  const t = await words();
  const titleOf = await readersModels();
  const isEnough = share && share.asked >= ENOUGH_FOR_SHARES;
  return (
    <>
      <p className="flex flex-wrap gap-x-2">
        <MethodName {...winner} />
        <span className="quiet">{t('comparison.against')}</span>
        <MethodName {...loser} hollow={lookAlike(titleOf(winner), titleOf(loser))} />
      </p>
      {isEnough && <IntervalBar {...share} method={titleOf(winner).colour} />}
      <p className="quiet text-sm">
        {t(isEnough ? 'comparison.ofVotes' : 'comparison.ofFewVotes', {
          name: titleOf(winner).title,
          wins: share ? Math.round(share.value * share.asked) : 0,
          asked: share?.asked ?? 0,
          ties,
          bothBad,
        })}
      </p>
    </>
  );
}

/** What people said of this prompt, behind a press: who has not voted yet is to judge by the pictures. */
export async function WhoWon({ votes, voteHref }: Props) {
  const t = await words();
  return (
    <section aria-labelledby="votes">
      <h2 id="votes" className="text-lg font-semibold">
        {t('comparison.whoWon')}
      </h2>
      {votes.length === 0 ? (
        <p className="mt-1">
          {t('comparison.noVotes')}{' '}
          <Link href={voteHref} className="link">
            {t('comparison.beFirst')}
          </Link>
        </p>
      ) : (
        <details className="mt-1">
          <summary className="min-h-11 content-center">{t('comparison.showVotes')}</summary>
          <ul className="mt-2 space-y-4">
            {votes.map(asWinner).map((pair) => (
              <li key={`${pair.winner.name} ${pair.loser.name}`}>
                <Pair {...pair} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
