import Link from 'next/link';
import { query } from '@/app/execute';
import { ElsewhereDocument, type FrontQuery } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { galleryHref, type Asked } from './asked';
import { Card } from './card';
import { Nothing } from './nothing';
import { Pages } from './pages';
import { Toolbar } from './toolbar';
import { Waiting } from './waiting';

interface Props {
  readonly asked: Asked;
  readonly data: FrontQuery;
  /** How many pictures are waited for. */
  readonly waiting: number;
}

/** All comparisons, page by page, with what one can choose them by. */
export async function Gallery({ asked, data, waiting }: Props) {
  const t = await words();
  const { q, category, source } = asked;
  const { comparisons, total, facets, page, pages } = data.gallery;
  const other = source === 'CURATED' ? 'VISITORS' : 'CURATED';
  // Whoever searches for what they have painted does not know of tabs.
  const elsewhere = q
    ? (await query(ElsewhereDocument, { words: q, category, source: other })).gallery.total
    : 0;
  return (
    <section aria-labelledby="gallery">
      <h1 id="gallery" className="text-title font-semibold">
        {t('front.gallery')}
      </h1>
      {q && total > 0 && (
        <p className="mt-2">
          {t('front.found', { total, words: q })}{' '}
          <Link href={galleryHref(asked, { q: undefined })} className="link">
            {t('front.everything')}
          </Link>
        </p>
      )}
      {q && total > 0 && elsewhere > 0 && (
        <p className="mt-2">
          <Link href={galleryHref(asked, { source: other })} className="link">
            {t('front.elsewhere', { source: other, total: elsewhere, words: q })}
          </Link>
        </p>
      )}
      <Toolbar asked={asked} categories={data.categories} facets={facets} />
      <Waiting count={waiting} />
      {comparisons.length === 0 ? (
        <Nothing
          asked={asked}
          isPainting={waiting > 0}
          elsewhere={elsewhere > 0 ? other : undefined}
        />
      ) : (
        <ul className="mt-4 grid gap-4 sm:mt-6 sm:grid-cols-2 lg:grid-cols-3">
          {comparisons.map((comparison, index) => (
            <Card
              key={comparison.key}
              comparison={comparison}
              eager={index < 3}
              isAsked={asked.source === 'CURATED'}
            />
          ))}
        </ul>
      )}
      <Pages asked={asked} page={page} pages={pages} />
    </section>
  );
}
