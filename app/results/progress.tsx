import { MethodName } from '@/app/components/method-name';
import { words } from '@/app/words/server';
import { nameOf } from './in-words';
import type { RankingShownFragment } from './ranking.documents';

/** How far the models are that have no rating yet. */
export async function Progress({ ranking }: { ranking: RankingShownFragment }) {
  const { unranked, counts, threshold } = ranking;
  const waiting = counts.filter(({ label }) => unranked.includes(label));
  if (unranked.length === 0) return null;
  const t = await words();
  if (waiting.length === 0) {
    // Kept before such counts were.
    return (
      <p className="quiet text-sm">
        {t('results.progress.without')}{' '}
        {unranked.map((label) => (
          <span key={label} className="mr-3 inline-block">
            <MethodName name={nameOf(label)} />
          </span>
        ))}
      </p>
    );
  }
  return (
    <section aria-labelledby="progress">
      <h2 id="progress" className="text-xl font-semibold">
        {t('results.progress.title')}
      </h2>
      <p className="quiet text-sm">
        {t('results.progress.takes', { votes: threshold.decisive, voters: threshold.voters })}
      </p>
      <ul className="mt-2 grid gap-x-8 gap-y-2 text-sm sm:grid-cols-2">
        {waiting.map(({ label, name, decisive, voters }) => (
          <li key={label} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <MethodName name={name} />
            <span className="quiet">
              {t('results.progress.of', {
                votes: Math.min(decisive, threshold.decisive),
                neededVotes: threshold.decisive,
                voters: Math.min(voters, threshold.voters),
                neededVoters: threshold.voters,
              })}
            </span>
            <progress
              className="w-full"
              max={1}
              value={Math.min(1, decisive / threshold.decisive, voters / threshold.voters)}
              aria-label={name}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
