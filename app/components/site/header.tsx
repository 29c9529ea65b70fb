import Link from 'next/link';
import { words } from '@/app/words/server';
import { ThemeButton } from '../theme-button';
import { Popover } from '../ui/popover';
import { LanguageChoice } from './language-choice';
import { Logo } from './logo';
import { PageLink } from './page-link';
import { FOR_BUILDERS, PAGES } from './pages';
import { SearchField } from './search-field';

const IN_THE_MENU =
  'rounded-box flex min-h-11 items-center px-3 hover:bg-slate-100 dark:hover:bg-slate-800';

/** The top of every page: the pages, search, theme, and what is for builders. */
export async function Header() {
  const t = await words();
  return (
    <header className="border-b border-(--line) print:hidden">
      <div className="max-w-page mx-auto flex min-h-16 items-center gap-x-1 px-4 sm:gap-x-2">
        <Link href="/" className="mr-2 flex shrink-0 items-center gap-2 text-lg font-semibold">
          <Logo />
          <span className="max-[24rem]:sr-only">Sarovar</span>
        </Link>
        <nav aria-label={t('nav.pages')} className="hidden items-center md:flex">
          {PAGES.map(({ name, href, also }) => (
            <PageLink
              key={name}
              href={href}
              also={also}
              className="aria-[current]:border-lake-500 flex h-16 items-center border-y-4 border-transparent px-2 font-medium hover:underline aria-[current]:border-t-transparent lg:px-3"
            >
              {t(`nav.${name}`)}
            </PageLink>
          ))}
        </nav>
        <SearchField label={t('nav.search')} className="ml-auto min-w-0 flex-1 sm:max-w-64" />
        <ThemeButton label={t('nav.theme')} />
        <Popover
          id="menu"
          className="rounded-box flex min-h-11 min-w-11 shrink-0 items-center justify-center hover:bg-slate-100 lg:px-3 dark:hover:bg-slate-800"
          button={
            <>
              <svg viewBox="0 0 24 24" className="size-6 fill-none lg:hidden" aria-hidden="true">
                <path d="M4 7h16M4 12h16M4 17h16" className="stroke-current" strokeWidth="2" />
              </svg>
              <span className="sr-only font-medium lg:not-sr-only lg:whitespace-nowrap">
                {t('nav.more')}
              </span>
            </>
          }
        >
          <ul className="min-w-56">
            <li className="md:hidden">
              <Link href="/methods" className={IN_THE_MENU}>
                {t('nav.methods')}
              </Link>
            </li>
            {FOR_BUILDERS.map(({ name, href }) => (
              <li key={name}>
                <a href={href} className={IN_THE_MENU}>
                  {t(`nav.${name}`)}
                </a>
              </li>
            ))}
          </ul>
          <div className="mt-2 border-t border-(--line) p-3">
            <LanguageChoice />
          </div>
        </Popover>
      </div>
    </header>
  );
}
