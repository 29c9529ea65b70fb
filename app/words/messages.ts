import compile from 'icu-minify/compile';
import { z } from 'zod';
import type { Locale } from './locales';
import en from './en.json';
import es from './es.json';

export type Words = typeof en;

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale;
    Messages: Words;
  }
}

/** Every language has every word of the English file, or `npm run types` fails. */
export const WORDS: Readonly<Record<Locale, Words>> = { en, es };

type Translated = Readonly<Partial<Record<string, string>>>;

interface MethodsTranslated {
  /** By method. */
  readonly summaries: Translated;
  readonly explanations: Translated;
  /** The boxes on the way from the prompt to the UNet, by what they say in English. */
  readonly parts: Translated;
}

/** What methods do, translated; in English the table of methods says it. */
export const METHODS_IN: Partial<Record<Locale, MethodsTranslated>> = { es: es.methods };

interface Tree {
  readonly [key: string]: string | Tree;
}

/** The same tree with each message as what takes 1 kB of code to format: no browser needs a parser for them. */
function compiled(words: Tree): object {
  const entries = Object.entries(words).map(([key, word]): [string, object | string] => [
    key,
    typeof word === 'string' ? compile(word) : compiled(word),
  ]);
  return Object.fromEntries<object | string>(entries);
}

// next.config.ts gives use-intl the formatter of compiled messages, whose types are those of the plain ones.
const asWords = z.custom<Words>((tree) => typeof tree === 'object');

// The browser gets them, which takes plain objects only; icu-minify's have no prototype.
const inPlain = (words: Words) => asWords.parse(JSON.parse(JSON.stringify(compiled(words))));

const COMPILED = { en: inPlain(en), es: inPlain(es) };

/** All messages of a language, for use-intl. */
export function messagesOf(locale: Locale): Words {
  return COMPILED[locale];
}

/** What only the server says: whole pages of words that every other page would carry to the browser, too. */
const ON_THE_SERVER: readonly string[] = [
  'methodsPage',
  'statusPage',
  'permalinks',
  'missing',
  'explorer',
  'signInProblem',
  'verdict',
  'privacy',
  'data',
  // Their pages hand them on (see MoreWords).
  'yours',
  'curate',
  'forget',
  'stars',
  'again',
  'reporting',
  'recipe',
  'taste',
  'card',
];

/** The messages of a language that components in the browser may use. */
export function browserMessagesOf(locale: Locale): Words {
  const blocks = Object.entries(COMPILED[locale]);
  return asWords.parse(
    Object.fromEntries(blocks.filter(([name]) => !ON_THE_SERVER.includes(name))),
  );
}
