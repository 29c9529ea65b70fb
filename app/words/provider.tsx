'use client';

import { createContext, useContext, type ReactNode } from 'react';
import { IntlProvider, useLocale, useMessages, useTranslations } from 'use-intl/react';
import type { Locale } from './locales';
import type { Words } from './messages';
import { modelWords, type MethodWords, type ModelWords, type NamedModel } from './model-words';

const MethodsContext = createContext<MethodWords>({});

interface Props {
  readonly locale: Locale;
  readonly messages: Words;
  readonly methods: MethodWords;
  readonly timeZone: string;
  readonly children: ReactNode;
}

/** Gives all that is within it the words of the reader's language. */
export function WordsProvider({ methods, children, ...intl }: Props) {
  return (
    <IntlProvider {...intl}>
      <MethodsContext value={methods}>{children}</MethodsContext>
    </IntlProvider>
  );
}

interface MoreProps {
  readonly words: Partial<Words>;
  readonly children: ReactNode;
}

/** Gives what is within it words besides that only one page says in the browser. */
export function MoreWords({ words, children }: MoreProps) {
  return (
    <IntlProvider locale={useLocale()} messages={{ ...useMessages(), ...words }}>
      {children}
    </IntlProvider>
  );
}

/** What people are told of models. */
export function useModelWords(): (model: NamedModel) => ModelWords {
  const t = useTranslations();
  const methods = useContext(MethodsContext);
  return (model) => modelWords(t, methods, model);
}
