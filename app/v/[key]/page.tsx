import type { Metadata } from 'next';
import Link from 'next/link';
import { categoryTitle } from '@/app/components/categories';
import { deletedOrNotFound } from '@/app/components/deleted';
import { FactChips } from '@/app/components/fact-chips';
import { ShareButton } from '@/app/components/share-button';
import { LinkButton } from '@/app/components/ui/button';
import { readersLocale, readersModels, words } from '@/app/words/server';
import { Answers } from './answers';
import { Crowd } from './crowd';
import { load, type Verdict } from './load';
import { Pair } from './pair';

export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ key: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const verdict = await load((await params).key);
  const t = await words();
  if (!verdict) return { title: t('verdict.none'), robots: { index: false } };
  const titleOf = await readersModels();
  const { prompt, left, right } = verdict;
  const names = { left: titleOf(left.model).title, right: titleOf(right.model).title };
  return {
    title: t('verdict.title', { prompt }),
    // Whoever still has to judge these two should not find them.
    robots: { index: false },
    description: t('verdict.description', names),
  };
}

export default async function VerdictPage({ params }: Props) {
  const { key } = await params;
  const verdict = await load(key);
  if (!verdict) return deletedOrNotFound(key);
  const t = await words();
  const { prompt, category, state, left, right } = verdict;
  const scores = [left, right].flatMap((own) => own.scores.slice(0, 1));
  return (
    <article className="mt-4 space-y-8" lang={await readersLocale()}>
      <header>
        <h1 className="text-title font-semibold text-balance" lang="en">
          {prompt}
        </h1>
        <p className="quiet mt-2">
          <Link href={`/?category=${category}`} className="underline">
            {categoryTitle(t, category)}
          </Link>{' '}
          · {t('verdict.kind')}
        </p>
        {state === 'WITHDRAWN' && <p className="mt-2">{t('verdict.withdrawn')}</p>}
        <Ways verdict={verdict} />
      </header>
      <div className="grid gap-8 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
        <Pair verdict={verdict} />
        <div className="space-y-8">
          <Answers verdict={verdict} />
          {scores.length === 2 && (
            <section aria-labelledby="facts">
              <h2 id="facts" className="text-lg font-semibold">
                {t('comparison.facts')}
              </h2>
              <div className="mt-2">
                <FactChips t={t} scores={scores} />
              </div>
            </section>
          )}
          <Crowd verdict={verdict} />
        </div>
      </div>
    </article>
  );
}

/** What else there is to see and to do. */
async function Ways({ verdict }: { readonly verdict: Verdict }) {
  const t = await words();
  const { prompt, category, comparison, voteHref } = verdict;
  return (
    <nav aria-label={t('comparison.actions')} className="action-bar mt-4">
      <LinkButton href={voteHref}>{t('verdict.vote')}</LinkButton>
      {comparison && (
        <LinkButton kind="quiet" href={`/c/${comparison.key}`}>
          {t('verdict.compare')}
        </LinkButton>
      )}
      <LinkButton kind="quiet" href={`/results?category=${category}`}>
        {t('verdict.results')}
      </LinkButton>
      <ShareButton title={prompt} />
    </nav>
  );
}
