import { expect, test } from 'vitest';
import { createTranslator } from 'use-intl/core';
import { METHOD_NAMES, METHODS } from '@/lib/methods';
import { chooseLocale, LOCALE_NAMES } from '@/app/words/locales';
import { messagesOf, WORDS } from '@/app/words/messages';
import { modelWords } from '@/app/words/model-words';

const METHOD_WORDS = Object.fromEntries(METHOD_NAMES.map((name) => [name, METHODS[name]] as const));

const told = (locale: 'en' | 'es', name: string, method?: string) =>
  modelWords(createTranslator({ locale, messages: messagesOf(locale) }), METHOD_WORDS, {
    name,
    method,
  });

test.each([
  ['es', 'en', 'es'],
  ['xx', 'es-AR,en;q=0.5', 'es'],
  [undefined, 'de,es;q=0.4,en;q=0.2', 'es'],
  [undefined, 'de', 'en'],
  [undefined, 'en-GB', 'en'],
  [undefined, null, 'en'],
  ['__proto__', '*', 'en'],
  [undefined, ';;;,=', 'en'],
])('a cookie of %s and a browser that asks for %s get %s', (chosen, accept, locale) => {
  expect(chooseLocale(chosen, accept)).toBe(locale);
});

function keysOf(words: object): string[] {
  return Object.entries(words).flatMap(([key, word]: [string, unknown]) =>
    typeof word === 'object' && word !== null
      ? keysOf(word).map((inner) => `${key}.${inner}`)
      : [key],
  );
}

test('every language has every word, and nothing but those and what methods do', () => {
  for (const locale of LOCALE_NAMES) {
    const keys = keysOf(WORDS[locale]).filter((key) => !key.startsWith('methods.'));
    expect(keys).toEqual(keysOf(WORDS.en));
  }
});

test('models have friendly names, with numbers as the reader writes them', () => {
  expect(told('en', 'vanilla').title).toBe('Vanilla (CLIP)');
  expect(told('en', 'ella', 'ELLA').title).toBe('ELLA');
  expect(told('en', 'sur-cosine-4000').title).toBe('SUR · 4,000 steps');
  expect(told('es', 'sur-cosine-14000').title).toBe('SUR · 14.000 pasos');
  expect(told('en', 'sur-kl').title).toBe('SUR · paper, KL');
  expect(told('en', 'connector-clip')).toMatchObject({
    title: 'Control: CLIP through ELLA’s connector',
    colour: 'CONTROL',
  });
  expect(told('en', 'ella-clip')).toMatchObject({ title: 'ELLA + CLIP', colour: 'ELLA' });
  expect(told('en', 'mine', 'SUR')).toMatchObject({ title: 'SUR · mine', colour: 'SUR' });
  // Of a method that this version does not have.
  expect(told('en', 'theirs', 'UNKNOWN').title).toBe('theirs');
});

test('numbers of one thing and of several', () => {
  const t = createTranslator({ locale: 'en', messages: messagesOf('en') });
  expect(t('ui.of', { count: 1 })).toBe('of 1 vote');
  expect(t('ui.of', { count: 1200 })).toBe('of 1,200 votes');
  expect(t('ui.interval', { value: 0.64, low: 0.551, high: 0.73 })).toBe('64% (55% to 73%)');
});
