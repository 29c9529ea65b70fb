import { useTranslations } from 'use-intl/react';
import { Button, LinkButton } from '@/app/components/ui/button';
import { TasteCard } from '@/app/components/taste-card';
import { useModelWords } from '@/app/words/provider';
import { useTaste, type Taste } from './use-taste';

/** How far the voter agrees with others, and whom they trust. */
function OwnTaste({ taste }: { taste: Taste }) {
  const t = useTranslations('vote');
  const wordsOf = useModelWords();
  const { agreement, trusted, votes, needed } = taste;
  return (
    <div className="space-y-1">
      {agreement && (
        <p className="text-xl font-semibold text-balance">
          {t('agree', { share: agreement.value, count: agreement.asked })}
        </p>
      )}
      {trusted && (
        <p className="text-lg">
          {t('trust', { title: wordsOf(trusted).title, category: trusted.category })}
        </p>
      )}
      <p className="quiet">
        {votes < needed ? t('ownProgress', { votes, needed }) : t('ownReady')}
      </p>
      {votes >= needed && (
        <div className="flex justify-center pt-2">
          <TasteCard />
        </div>
      )}
    </div>
  );
}

/** Everything is judged: what the voter's own answers say, and where to go from here. */
export function NothingLeft({ retry }: { retry: () => void }) {
  const t = useTranslations('vote');
  const taste = useTaste('all');
  // It is shown whole: what came later would push the buttons from under a finger.
  if (taste === undefined) return <div className="skeleton mt-4 h-96" aria-hidden="true" />;
  // Whoever has just come has judged nothing: others were faster.
  const title = t(taste && taste.votes > 0 ? 'nothingLeft' : 'nothingNow');
  return (
    <section
      aria-label={title}
      className="card mt-4 flex flex-col items-center gap-4 px-4 py-10 text-center"
    >
      <svg viewBox="0 0 120 72" className="h-18 w-30 fill-none" aria-hidden="true">
        <g
          className="stroke-lake-500"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <rect x="8" y="8" width="44" height="44" rx="6" />
          <rect x="68" y="8" width="44" height="44" rx="6" />
          <path d="M20 31l8 8 14-17M80 31l8 8 14-17M36 66q6-4 12 0t12 0 12 0 12 0" />
        </g>
      </svg>
      <div role="status">
        <h2 className="text-title font-semibold">{title}</h2>
      </div>
      {taste && taste.votes > 0 && <OwnTaste taste={taste} />}
      <p className="quiet max-w-text">{t('nothingLeftMore')}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <LinkButton href="/create">{t('paintOwn')}</LinkButton>
        <LinkButton href="/results" kind="quiet">
          {t('seeResults')}
        </LinkButton>
        <Button kind="quiet" onClick={retry}>
          {t('lookAgain')}
        </Button>
      </div>
    </section>
  );
}
