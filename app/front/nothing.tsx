import Link from 'next/link';
import { categoryTitle } from '@/app/components/categories';
import { EmptyState } from '@/app/components/ui/empty-state';
import { words } from '@/app/words/server';
import { factsOf, type Asked } from './asked';

/** What there is instead of cards, and what to do about it. */
export async function Nothing({ asked, isPainting }: { asked: Asked; isPainting: boolean }) {
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
