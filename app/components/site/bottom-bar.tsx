import { words } from '@/app/words/server';
import { PageLink } from './page-link';
import { PAGES } from './pages';

/** On phones, within the thumb's reach: the four pages that most people come for. */
export async function BottomBar() {
  const t = await words();
  return (
    <nav
      aria-label={t('nav.pagesBelow')}
      className="dark:bg-dusk fixed inset-x-0 bottom-0 z-20 border-t border-(--line) bg-white pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      <ul className="flex h-14">
        {PAGES.filter(({ name }) => name !== 'methods').map(({ name, href, also, icon }) => (
          <li key={name} className="min-w-0 flex-1">
            <PageLink
              href={href}
              also={also}
              className="aria-[current]:border-lake-500 aria-[current]:text-lake-700 dark:aria-[current]:text-lake-300 flex h-full flex-col items-center justify-center border-t-4 border-transparent text-xs font-medium"
            >
              <svg viewBox="0 0 24 24" className="size-6 fill-none" aria-hidden="true">
                <path
                  d={icon}
                  className="stroke-current"
                  strokeWidth="2"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                />
              </svg>
              {t(`nav.${name}`)}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
