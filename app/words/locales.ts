import Negotiator from 'negotiator';

/** The languages of the pages, as each calls itself. A translation is one more line here and one more file beside it. */
export const LOCALES = { en: 'English', es: 'Español' } as const;

export type Locale = keyof typeof LOCALES;

export const LOCALE_NAMES = Object.keys(LOCALES).filter(isLocale);

/** The cookie of whoever has chosen a language. */
export const LANGUAGE_COOKIE = 'language';

/** Whether the pages speak a language of that name. */
export function isLocale(name: string): name is Locale {
  return Object.hasOwn(LOCALES, name);
}

/** The reader's language: what they chose, or else what their browser asks for, or else English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (chosen !== undefined && isLocale(chosen)) return chosen;
  const headers = { 'accept-language': acceptLanguage ?? '' };
  const [best = 'en'] = new Negotiator({ headers }).languages([...LOCALE_NAMES]);
  return isLocale(best) ? best : 'en';
}
