import Link from 'next/link';
import { categoryAsked, categoryTitle } from './components/categories';
import { NoSuchCategory } from './components/no-such-category';
import { Refresh } from './components/refresh';
import { Scoreboard } from './components/scoreboard/scoreboard';
import { EmptyState } from './components/ui/empty-state';
import { query } from './execute';
import { askedSchema, factsOf, galleryHref, type Asked } from './front/asked';
import { Card } from './front/card';
import { Featured } from './front/featured';
import { Hero } from './front/hero';
import { How } from './front/how';
import { Pages } from './front/pages';
import { Toolbar } from './front/toolbar';
import { FrontDocument } from './gallery.documents';
import { readersLocale, words } from './words/server';

export const dynamic = 'force-dynamic';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What there is instead of cards, and what to do about it. */
async function Nothing({ asked, isPainting }: { asked: Asked; isPainting: boolean }) {
  const t = await words();
  const { q, category } = asked;
  const facts = factsOf(asked).filter((fact) => fact !== undefined);
  const title = q
    ? t('front.nothingWith', { words: q })
    : facts.length > 0
      ? t('front.nothingLike', { facts: facts.join(', ') })
      : category
        ? t('front.nothingIn', { category: categoryTitle(t, category) })
        : t(isPainting ? 'front.firstPainted' : 'front.nothing');
  const next = q
    ? { href: `/create?prompt=${encodeURIComponent(q)}`, title: t('front.paintIt') }
    : { href: '/create', title: t(isPainting ? 'vote.paintOwn' : 'front.paintFirst') };
  return (
    <div className="mt-6">
      <EmptyState title={title} next={next}>
        {(q ?? category ?? facts[0]) && (
          <Link href="/" className="link">
            {t('front.everything')}
          </Link>
        )}
      </EmptyState>
    </div>
  );
}

export default async function FrontPage({ searchParams }: Props) {
  const search = await searchParams;
  const inCategory = categoryAsked(search['category']);
  if ('unknown' in inCategory) return <NoSuchCategory unknown={inCategory.unknown} pathname="/" />;
  const t = await words();
  const asked: Asked = { ...askedSchema.parse(search), ...inCategory };
  const { q, source, order, ...chosen } = asked;
  const searching = [q, chosen.category, ...factsOf(asked)].some((part) => part !== undefined);
  const isFront = !searching && asked.page === 1;
  const data = await query(FrontDocument, { ...chosen, words: q, source, order, isFront });
  const { scoreboard, gallery } = data;
  const { comparisons, total } = gallery;
  const waiting = data.status.queued + data.status.running;
  return (
    <div lang={await readersLocale()}>
      {scoreboard && (
        <div className="grid items-center gap-8 pt-2 lg:grid-cols-[5fr_7fr] lg:gap-12">
          <Hero />
          <section aria-labelledby="scoreboard" className="card p-4">
            <h2 id="scoreboard" className="mb-2 text-xl font-semibold">
              {t('front.scoreboard')}
            </h2>
            <Scoreboard board={scoreboard} />
          </section>
        </div>
      )}
      {isFront && order === 'DISAGREEMENT' && source === 'CURATED' && (
        <Featured comparisons={comparisons} />
      )}
      <section aria-labelledby="gallery" className={isFront ? 'mt-10' : ''}>
        {!isFront ? (
          <h1 id="gallery" className="text-title font-semibold">
            {t('front.gallery')}
          </h1>
        ) : (
          <h2 id="gallery" className="text-title font-semibold">
            {t('front.gallery')}
          </h2>
        )}
        <Toolbar asked={asked} categories={data.categories} facets={gallery.facets} />
        {q && total > 0 && (
          <p className="mt-4">
            {t('front.found', { total, words: q })}{' '}
            <Link href={galleryHref(asked, { q: undefined })} className="link">
              {t('front.everything')}
            </Link>
          </p>
        )}
        {waiting > 0 && (
          <p className="quiet mt-4">
            {t('front.painting', { count: waiting })}
            <Refresh />
          </p>
        )}
        {comparisons.length === 0 ? (
          <Nothing asked={asked} isPainting={waiting > 0} />
        ) : (
          <ul className="mt-6 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {comparisons.map((comparison, index) => (
              <Card
                key={comparison.key}
                comparison={comparison}
                eager={index < 3}
                isAsked={source === 'CURATED'}
              />
            ))}
          </ul>
        )}
        <Pages asked={asked} page={gallery.page} pages={gallery.pages} />
      </section>
      {isFront && <How />}
    </div>
  );
}
