import type { createTranslator } from 'use-intl/core';
import type { Words } from './messages';

/** What says a message in the reader's language: `words()` on the server, `useTranslations()` in the browser. */
export type Translate = ReturnType<typeof createTranslator<Words>>;
