import { CATEGORIES, categoryTitle } from '@/app/components/categories';
import { PillLinks } from '@/app/components/ui/pills';
import type { FrontQuery } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { Facets } from './facets';
import { galleryHref, type Asked } from './asked';

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
  const filled = CATEGORIES.filter(
    ({ name }) =>
      name === asked.category ||
      categories.some((own) => own.category === name && own.comparisons > 0),
  );
  const choices = [
    { title: t('front.all'), name: undefined },
    ...filled.map(({ name }) => ({ title: categoryTitle(t, name), name })),
  ];
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
      <PillLinks
        label={t('front.categories')}
        labelled
        choices={choices.map(({ title, name }) => ({
          title,
          href: galleryHref(asked, { category: name }),
          chosen: name === asked.category,
        }))}
      />
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
