'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { ReadingDocument } from './create.documents';

/** A token covers a byte at least, and no text encoder reads fewer tokens than this. */
const ALWAYS_READ = 40;

/** Whoever types is not asked for at every letter. */
const PAUSE_MS = 400;

interface Props {
  readonly baseId: string;
  /** A prompt, or a longer version of one. */
  readonly text: string;
}

interface Cut {
  readonly of: string;
  readonly most: number;
  readonly words: readonly string[];
}

/** Which words at the end of a text a base's text encoder does not read, before anything is painted. */
export function CutWords({ baseId, text }: Props) {
  const t = useTranslations('create');
  const [cut, setCut] = useState<Cut>();
  const isShort = new TextEncoder().encode(text).length <= ALWAYS_READ;
  const of = `${baseId} ${text}`;
  useEffect(() => {
    if (isShort) return undefined;
    let isOver = false;
    const timer = setTimeout(() => {
      // Without an answer nothing is said: the picture itself says it again.
      request(ReadingDocument, { base: baseId, prompt: text }).then(
        ({ node }) => {
          const reading = node?.__typename === 'Base' ? node.reading : null;
          if (isOver || !reading) return;
          setCut({ of, most: reading.mostTokens, words: reading.truncatedWords });
        },
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [baseId, text, of, isShort]);
  const shown = !isShort && cut?.of === of ? cut : undefined;
  return (
    <p role="status" className="text-sm wrap-anywhere text-(--unsure) empty:hidden">
      {shown &&
        shown.words.length > 0 &&
        t('cut', { most: shown.most, count: shown.words.length, words: shown.words.join(' ') })}
    </p>
  );
}
