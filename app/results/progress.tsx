import { MethodName } from '@/app/components/method-name';
import { nameOf } from './in-words';
import type { RankingShownFragment } from './ranking.documents';

/** How far the models are that have no rating yet. */
export function Progress({ ranking }: { ranking: RankingShownFragment }) {
  const { unranked, counts, threshold } = ranking;
  const waiting = counts.filter(({ label }) => unranked.includes(label));
  if (unranked.length === 0) return null;
  if (waiting.length === 0) {
    // Kept before such counts were.
    return (
      <p className="quiet text-sm">
        Without a rating:{' '}
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
        Not rated yet
      </h2>
      <p className="quiet text-sm">
        A rating takes {threshold.decisive} votes for or against a model, of {threshold.voters}{' '}
        voters, on pairs that connect it to the others.
      </p>
      <ul className="mt-2 grid gap-x-8 gap-y-2 text-sm sm:grid-cols-2">
        {waiting.map(({ label, name, decisive, voters }) => (
          <li key={label} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <MethodName name={name} />
            <span className="quiet">
              {Math.min(decisive, threshold.decisive)} of {threshold.decisive} votes,{' '}
              {Math.min(voters, threshold.voters)} of {threshold.voters} voters
            </span>
            <progress
              className="w-full"
              max={1}
              value={Math.min(1, decisive / threshold.decisive, voters / threshold.voters)}
              aria-label={label}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
