'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { unknownWords } from '@/lib/diffusion/tokenizers/known-words';
import type { KnownWordsFragment } from './known-words.documents';

/** Kinds that are said in phrases: "in a meadow", not "meadow". */
const IN_PHRASES = new Set<KnownWordsFragment['kind']>(['ACTION', 'PLACE', 'BACKGROUND']);

interface Props {
  /** Null of a base that knows all words: then there is nothing to say. */
  readonly vocabulary: readonly KnownWordsFragment[] | null;
  /** What is written so far. */
  readonly prompt: string;
  /** Puts words where the cursor is. */
  readonly onInsert: (words: string) => void;
}

/** Which words of a prompt a base does not know, before anything is painted, and one tap away those that it knows. */
export function KnownWords({ vocabulary, prompt, onInsert }: Props) {
  const t = useTranslations('create');
  const [opened, setOpened] = useState<KnownWordsFragment['kind']>();
  if (!vocabulary) return null;
  const known = new Set(vocabulary.flatMap(({ words }) => words));
  const unknown = unknownWords(prompt, known);
  const words = unknown.map((word) => `“${word}”`).join(', ');
  const shown = vocabulary.find(({ kind }) => kind === opened);
  return (
    <div className="space-y-2 text-sm">
      {/* Two lines on a phone, whose place is kept: it comes and goes while one types. */}
      <p role="status" className="min-h-10 text-(--unsure) sm:min-h-5">
        {unknown.length > 0 && t('unknown', { words, count: unknown.length })}
      </p>
      <div>
        <p className="quiet" id="known-words">
          {t('knows', { count: known.size })}
        </p>
        <div role="group" aria-labelledby="known-words" className="-mx-2 flex flex-wrap">
          {vocabulary.map(({ kind, meanings, words: own }) => (
            <button
              key={kind}
              type="button"
              aria-expanded={kind === opened}
              aria-controls="words-of-kind"
              className="rounded-box min-h-11 px-2 underline decoration-dotted underline-offset-4 aria-expanded:font-semibold aria-expanded:decoration-solid"
              onClick={() => setOpened(kind === opened ? undefined : kind)}
            >
              {t(`kinds.${kind}`, { count: meanings.length || own.length })}
            </button>
          ))}
        </div>
        <div id="words-of-kind" className="flex flex-wrap gap-1">
          {shown &&
            wordsOf(shown).map((word) => (
              <button
                key={word}
                type="button"
                className="pill min-h-11"
                onClick={() => onInsert(word)}
              >
                {word}
              </button>
            ))}
        </div>
      </div>
    </div>
  );
}

function wordsOf({ kind, words, meanings }: KnownWordsFragment): readonly string[] {
  return IN_PHRASES.has(kind) ? meanings.flatMap(({ phrases }) => phrases) : words;
}
