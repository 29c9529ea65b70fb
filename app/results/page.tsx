import type { Metadata } from 'next';
import { z } from 'zod';
import { categoryAsked, categoryTitle } from '@/app/components/categories';
import { Moment } from '@/app/components/moment';
import { NoSuchCategory } from '@/app/components/no-such-category';
import { oembedLink } from '@/app/components/oembed';
import { origin } from '@/app/components/origin';
import { Scoreboard } from '@/app/components/scoreboard/scoreboard';
import { TellApart } from '@/app/components/tell-apart';
import { query } from '@/app/execute';
import { readersLocale, words } from '@/app/words/server';
import { RankingDocument, WhoSignsInDocument } from './ranking.documents';
import { Filters } from './filters';
import { GROUPS } from './groups';
import { How } from './how';
import { sliceInWords } from './in-words';
import { KeepRanking } from './keep-ranking';
import { Known } from './known';
import { MyRanking } from './my-ranking';
import { NoVotes } from './no-votes';
import { Progress } from './progress';
import { RankingView } from './ranking-view';
import { Reliability } from './reliability';
import { SideBySide } from './side-by-side';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  const url = new URL('/results', await origin()).href;
  return {
    title: t('nav.results'),
    description: t('results.description'),
    alternates: { types: oembedLink(url) },
  };
}

const searchShape = z.object({
  question: z.enum(['ALIGNMENT', 'OVERALL']).catch('ALIGNMENT'),
  form: z.enum(['SIMPLE', 'ENRICHED']).optional().catch(undefined),
  voters: z.enum(['ALL', 'SEASONED', 'VERIFIED']).catch('ALL'),
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ResultsPage({ searchParams }: Props) {
  const given = await searchParams;
  const asked = categoryAsked(given['category']);
  if ('unknown' in asked) return <NoSuchCategory unknown={asked.unknown} pathname="/results" />;
  const t = await words();
  const signIn = (await query(WhoSignsInDocument)).signIn !== null;
  const groups = GROUPS.filter((group) => group !== 'VERIFIED' || signIn);
  const { question, form, voters: wanted } = searchShape.parse(given);
  const voters = groups.find((group) => group === wanted) ?? 'ALL';
  const slice = { ...asked, question, form, voters };
  const found = await query(RankingDocument, { ...slice, signIn });
  const { ranking, reliability, categories, tellApart, scoreboard, ...alone } = found;
  const { models, votes, computedAt } = ranking;
  const isRanked = models.length > 0;
  return (
    <article className="mt-4 space-y-8" lang={await readersLocale()}>
      <div className="space-y-2">
        <h1 className="text-title font-semibold text-balance">{t('results.title')}</h1>
        {isRanked && (
          <>
            <p className="quiet">{sliceInWords(t, slice)}:</p>
            <Known ranking={ranking} />
          </>
        )}
      </div>
      <section aria-labelledby="scoreboard" className="card p-4">
        <h2 id="scoreboard" className="mb-2 text-xl font-semibold">
          {t('results.board')}
        </h2>
        <Scoreboard board={scoreboard} here={slice.category ?? null} />
      </section>
      <section aria-labelledby="ranking" className="space-y-4">
        <h2 id="ranking" className="text-xl font-semibold">
          {sliceInWords(t, slice)}
        </h2>
        <Filters asked={slice} categories={categories} groups={groups} />
        {isRanked ? (
          <RankingView ranking={ranking} />
        ) : (
          <>
            <NoVotes
              said={
                computedAt === null
                  ? t('results.empty.noWorker')
                  : votes === 0
                    ? t('results.empty.noVotes')
                    : t('results.empty.tooFew', { votes })
              }
              here={categories.find((own) => own.category === slice.category)}
            />
            <Progress ranking={ranking} />
          </>
        )}
      </section>
      <SideBySide chosen={voters} {...alone} />
      <TellApart pairs={tellApart} category={slice.category && categoryTitle(t, slice.category)} />
      <MyRanking />
      {isRanked && (
        <>
          <Reliability reliability={reliability} />
          <section aria-labelledby="cite" className="space-y-2 print:hidden">
            <h2 id="cite" className="text-xl font-semibold">
              {t('results.cite.title')}
            </h2>
            <KeepRanking {...slice} />
          </section>
        </>
      )}
      <How />
      {computedAt !== null && (
        <p className="quiet text-sm">
          {t.rich('results.age', { moment: () => <Moment key="moment" at={computedAt} /> })}
        </p>
      )}
    </article>
  );
}
