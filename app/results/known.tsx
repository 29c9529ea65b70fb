import Link from 'next/link';
import { readersModels, words } from '@/app/words/server';
import type { RankingShownFragment } from './ranking.documents';
import { nameOf, votesNeeded } from './in-words';

interface Props {
  readonly ranking: RankingShownFragment;
}

/** One sentence that says what the votes allow to say. */
export async function Known({ ranking }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const [first, second] = ranking.models.map(
    ({ name, model }) => titleOf({ name, method: model?.method }).title,
  );
  if (first === undefined || second === undefined) return null;
  const [votes] = ranking.votesToSeparate;
  const needed = votesNeeded(votes);
  const told =
    votes === 0
      ? t('results.known.leads', { first })
      : needed === null
        ? t('results.known.level', { first, second })
        : t('results.known.ahead', { first, second, votes: needed });
  const { fragility } = ranking;
  return (
    <div className="space-y-2">
      <p className="max-w-text text-lg">
        {told}
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
