import { LOCALE_NAMES, LOCALES } from '@/app/words/locales';
import { readersLocale, words } from '@/app/words/server';

/** One button for each language; the choice is kept in a cookie. Works without scripts. */
export async function LanguageChoice() {
  const [t, here] = [await words(), await readersLocale()];
  return (
    <form action="/language" method="post" className="flex flex-wrap items-center gap-2">
      <span className="quiet text-sm">{t('nav.language')}</span>
      {LOCALE_NAMES.map((locale) => (
        <button
          key={locale}
          type="submit"
          name="language"
          value={locale}
          lang={locale}
          aria-current={locale === here ? 'true' : undefined}
          className="pill"
        >
          {LOCALES[locale]}
        </button>
      ))}
    </form>
  );
}
