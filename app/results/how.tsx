import { Fold } from '@/app/components/fold';
import { words } from '@/app/words/server';
import { PRIOR, THRESHOLD } from '@/lib/evaluation/ranking/prior';

/** How the numbers come about, and how to compute them again. */
export async function How() {
  const t = await words();
  return (
    <Fold title={t('results.how.title')}>
      <div className="quiet max-w-text space-y-2 text-sm">
        <p>
          {t('results.how.model', {
            strength: PRIOR.strength,
            points: Math.round((PRIOR.strength * 400) / Math.LN10),
            ties: PRIOR.ties,
            votes: THRESHOLD.decisive,
            voters: THRESHOLD.voters,
          })}
        </p>
        <p>{t('results.how.intervals')}</p>
        <p>
          {t.rich('results.how.again', {
            votes: (text) => (
              <a key="votes" href="/exports/votes.jsonl" className="link">
                {text}
              </a>
            ),
            command: (text) => <code key="command">{text}</code>,
            json: (text) => (
              <a key="json" href="/leaderboard.json" className="link">
                {text}
              </a>
            ),
          })}
        </p>
      </div>
    </Fold>
  );
}
