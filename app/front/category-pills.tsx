import { CATEGORIES, categoryTitle } from '@/app/components/categories';
import { PillLinks } from '@/app/components/ui/pills';
import type { FrontQuery } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { galleryHref, type Asked } from './asked';

interface Props {
  readonly asked: Asked;
  readonly categories: FrontQuery['categories'];
}

/** The categories that have a comparison, each a page of the gallery. */
export async function CategoryPills({ asked, categories }: Props) {
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
    <PillLinks
      label={t('front.categories')}
      labelled
      choices={choices.map(({ title, name }) => ({
        title,
        href: galleryHref(asked, { category: name }),
        chosen: name === asked.category,
      }))}
    />
  );
}
