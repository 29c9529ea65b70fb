import Link from 'next/link';
import { categoryTitle } from '@/app/components/categories';
import { EmptyState } from '@/app/components/ui/empty-state';
import { words } from '@/app/words/server';
import { factsOf, galleryHref, type Asked } from './asked';

interface Props {
  readonly asked: Asked;
  readonly isPainting: boolean;
  /** Where there is something that has these words. */
  readonly elsewhere?: Asked['source'] | undefined;
}

/** What there is instead of cards, and what to do about it. */
export async function Nothing({ asked, isPainting, elsewhere }: Props) {
  const t = await words();
  const { q, category } = asked;
  const facts = factsOf(asked).filter((fact) => fact !== undefined);
  const title = q
    ? elsewhere
      ? t('front.onlyElsewhere', { source: elsewhere, words: q })
      : t('front.nothingWith', { words: q })
    : facts.length > 0
      ? t('front.nothingLike', { facts: facts.join(', ') })
      : category
        ? t('front.nothingIn', { category: categoryTitle(t, category) })
        : t(isPainting ? 'front.firstPainted' : 'front.nothing');
  const next = elsewhere
    ? { href: galleryHref(asked, { source: elsewhere }), title: t('front.seeThose') }
    : q
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
