import Link from 'next/link';
import { Scoreboard } from '@/app/components/scoreboard/scoreboard';
import type { FrontQuery } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { galleryHref, type Asked } from './asked';
import { Card } from './card';
import { CategoryPills } from './category-pills';
import { Featured, featuredOf } from './featured';
import { Hero } from './hero';
import { How } from './how';
import { Nothing } from './nothing';
import { Waiting } from './waiting';

/** So many cards are a taste of the gallery, on phones fewer; the others are on pages of their own. */
const CARDS = { phone: 3, desktop: 6 } as const;

interface Props {
  readonly asked: Asked;
  readonly data: FrontQuery;
  /** How many pictures are waited for. */
  readonly waiting: number;
}

/** Who follows the prompt, one comparison large, a few more small, and how it all comes about. */
export async function Front({ asked, data, waiting }: Props) {
  const t = await words();
  const { scoreboard, gallery, categories } = data;
  const { comparisons, total } = gallery;
  const featured = featuredOf(comparisons);
  const others = comparisons.filter((own) => own !== featured).slice(0, CARDS.desktop);
  return (
    <>
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
      {featured && <Featured comparison={featured} />}
      <section aria-labelledby="gallery" className="mt-10">
        <h2 id="gallery" className="text-title font-semibold">
          {t('front.more')}
        </h2>
        <div className="mt-3">
          <CategoryPills asked={asked} categories={categories} />
        </div>
        <Waiting count={waiting} />
        {total === 0 ? (
          <Nothing asked={asked} isPainting={waiting > 0} />
        ) : (
          <>
            <ul className="mt-4 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {others.map((comparison, index) => (
                <Card
                  key={comparison.key}
                  comparison={comparison}
                  isAsked
                  className={index < CARDS.phone ? '' : 'max-sm:hidden'}
                />
              ))}
            </ul>
            <p className="mt-4 flex flex-wrap gap-3">
              <Link href={galleryHref(asked, {})} className="button-quiet">
                {t('front.allOf', { total })}
              </Link>
              <Link href={galleryHref(asked, { source: 'VISITORS' })} className="button-quiet">
                {t('front.ofVisitors')}
              </Link>
            </p>
          </>
        )}
      </section>
      <How />
    </>
  );
}
