import Link from 'next/link';
import { readersModels, words } from '@/app/words/server';
import type { RankingShownFragment } from './ranking.documents';
import { nameOf } from './in-words';
import { knownSoFar } from './known-so-far';

interface Props {
  readonly ranking: RankingShownFragment;
}

/** One sentence that says what the votes allow to say. */
export async function Known({ ranking }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const { fragility } = ranking;
  return (
    <div className="space-y-2">
      <p className="max-w-text text-lg">
        {knownSoFar(t, ranking, titleOf)}
        {fragility && (
          <span className="quiet">
            {' '}
            {t('results.known.fragile', {
              votes: fragility.votes,
              name: titleOf({ name: nameOf(fragility.rival) }).title,
            })}
          </span>
        )}
      </p>
      {fragility && fragility.which.length > 0 && (
        <details className="text-sm print:hidden">
          <summary className="quiet min-h-11 content-center">
            {fragility.which.length < fragility.votes
              ? t('results.known.some', { count: fragility.which.length })
              : t('results.known.which', { count: fragility.votes })}
          </summary>
          <p className="mt-2 flex flex-wrap gap-2">
            {fragility.which.map(({ matchup }, index) => (
              <Link key={matchup} href={`/v/${matchup}`} className="pill">
                {t('results.known.verdict', { number: index + 1 })}
              </Link>
            ))}
          </p>
        </details>
      )}
    </div>
  );
}
