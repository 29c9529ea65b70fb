import Link from 'next/link';
import { words } from '@/app/words/server';
import { galleryHref, type Asked } from './asked';

interface Props {
  readonly asked: Asked;
  readonly page: number;
  readonly pages: number;
}

/** The ways to other pages of the gallery. */
export async function Pages({ asked, page, pages }: Props) {
  const t = await words();
  if (pages < 2) return null;
  return (
    <nav aria-label={t('front.pages')} className="mt-6 flex flex-wrap items-center gap-3">
      {page > 1 && (
        <Link href={galleryHref(asked, { page: page - 1 })} rel="prev" className="button-quiet">
          {t('front.earlier')}
        </Link>
      )}
      <span className="quiet">{t('front.page', { page, pages })}</span>
      {page < pages && (
        <Link href={galleryHref(asked, { page: page + 1 })} rel="next" className="button-quiet">
          {t('front.later')}
        </Link>
      )}
    </nav>
  );
}
