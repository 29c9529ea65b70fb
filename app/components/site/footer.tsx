import Link from 'next/link';
import { words } from '@/app/words/server';
import { LanguageChoice } from './language-choice';
import { FOR_BUILDERS, PAGES } from './pages';

/** The end of every page: every page once more, languages and licences. */
export async function Footer() {
  const t = await words();
  return (
    <footer className="quiet mt-16 border-t border-(--line) text-sm print:hidden">
      <div className="max-w-page mx-auto space-y-4 px-4 py-8">
        <nav aria-label={t('footer.about')} className="flex flex-wrap gap-x-4">
          {PAGES.map(({ name, href }) => (
            <Link key={name} href={href} className="link inline-flex min-h-11 items-center">
              {t(`nav.${name}`)}
            </Link>
          ))}
          {FOR_BUILDERS.map(({ name, href }) => (
            <a key={name} href={href} className="link inline-flex min-h-11 items-center">
              {t(`nav.${name}`)}
            </a>
          ))}
        </nav>
        <LanguageChoice />
        <p className="max-w-text">{t('footer.licence')}</p>
      </div>
    </footer>
  );
}
