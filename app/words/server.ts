import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { createFormatter, createTranslator } from 'use-intl/core';
import { METHOD_NAMES, METHODS } from '@/lib/methods';
import { chooseLocale, LANGUAGE_COOKIE, type Locale } from './locales';
import { messagesOf, METHODS_IN } from './messages';
import { modelWords, type MethodWords, type ModelWords, type NamedModel } from './model-words';
import type { Translate } from './translate';

/** The server knows no reader's clock; times say that they are UTC. */
export const TIME_ZONE = 'UTC';

/** The language of whoever asks for this page. */
export const readersLocale = cache(async (): Promise<Locale> => {
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  return chooseLocale(chosen, (await headers()).get('accept-language'));
});

/** The words of a page in its reader's language: `t('nav.vote')`. In the browser it is `useTranslations()`. */
export async function words() {
  const locale = await readersLocale();
  return createTranslator({ locale, messages: messagesOf(locale), timeZone: TIME_ZONE });
}

/** Numbers and dates as the reader writes them. */
export async function readersFormat() {
  return createFormatter({ locale: await readersLocale(), timeZone: TIME_ZONE });
}

/** What people are told of each method in that language. */
export function methodWords(locale: Locale): MethodWords {
  const entries = METHOD_NAMES.map((name) => {
    const { title, summary } = METHODS[name];
    return [name, { title, summary: METHODS_IN[locale]?.summaries[name] ?? summary }] as const;
  });
  return Object.fromEntries(entries);
}

/** The words of that language. */
export function wordsIn(locale: Locale): Translate {
  return createTranslator({ locale, messages: messagesOf(locale), timeZone: TIME_ZONE });
}

/** The same of models. */
export function modelsIn(locale: Locale): (model: NamedModel) => ModelWords {
  const t = wordsIn(locale);
  return (model) => modelWords(t, methodWords(locale), model);
}

/** English words, for what is made once for everybody. */
export function englishWords(): Translate {
  return wordsIn('en');
}

/** The same of models. */
export function englishModels(): (model: NamedModel) => ModelWords {
  return modelsIn('en');
}

/** What people are told of models. In the browser it is `useModelWords()`. */
export async function readersModels(): Promise<(model: NamedModel) => ModelWords> {
  const [t, methods] = [await words(), methodWords(await readersLocale())];
  return (model) => modelWords(t, methods, model);
}
