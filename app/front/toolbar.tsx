import { PillLinks } from '@/app/components/ui/pills';
import type { FrontQuery } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { galleryHref, type Asked } from './asked';
import { CategoryPills } from './category-pills';
import { Facets } from './facets';

const ORDERS = ['DISAGREEMENT', 'VOTES', 'NEWEST'] as const;
const SOURCES = [
  { source: 'CURATED', title: 'front.curated' },
  { source: 'VISITORS', title: 'front.visitors' },
] as const;

interface Props {
  readonly asked: Asked;
  readonly categories: FrontQuery['categories'];
  readonly facets: FrontQuery['gallery']['facets'];
}

/** Whose prompts, which category, in which order, with which words: each an address of its own. */
export async function Toolbar({ asked, categories, facets }: Props) {
  const t = await words();
  return (
    <div className="mt-3 flex flex-wrap items-start gap-x-6 gap-y-3">
      <PillLinks
        label={t('front.source')}
        labelled
        choices={SOURCES.map(({ source, title }) => ({
          title: t(title),
          href: galleryHref(asked, { source }),
          chosen: source === asked.source,
        }))}
      />
      <CategoryPills asked={asked} categories={categories} />
      <PillLinks
        label={t('front.order')}
        labelled
        choices={ORDERS.map((order) => ({
          title: t(`front.${order}`),
          href: galleryHref(asked, { order }),
          chosen: order === asked.order,
        }))}
      />
      <Facets asked={asked} facets={facets} />
    </div>
  );
}
