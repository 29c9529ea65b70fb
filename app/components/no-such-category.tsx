import Link from 'next/link';
import { readersLocale, words } from '@/app/words/server';
import { CATEGORIES, categoryTitle } from './categories';

interface Props {
  /** What the address says instead of a category. */
  readonly unknown: string;
  /** The page whose categories there are. */
  readonly pathname: string;
}

/** Says that there is no such category, and which there are. */
export async function NoSuchCategory({ unknown, pathname }: Props) {
  const t = await words();
  return (
    <div className="card mt-6 space-y-3 p-6" lang={await readersLocale()}>
      <h1 className="text-xl font-semibold">
        {t('categories.none', { name: unknown.slice(0, 40) })}
      </h1>
      <p>{t('categories.these')}</p>
      <p className="flex flex-wrap gap-2">
        <Link href={pathname} className="pill">
          {t('categories.all')}
        </Link>
        {CATEGORIES.map(({ name }) => (
          <Link key={name} href={{ pathname, query: { category: name } }} className="pill">
            {categoryTitle(t, name)}
          </Link>
        ))}
      </p>
    </div>
  );
}
