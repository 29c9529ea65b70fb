import type { Translate } from '@/app/words/translate';

interface Props {
  readonly words: readonly string[];
  readonly t: Translate;
}

/** Says kindly which words the model has never seen. Nothing when it knows them all. */
export function UnknownWords({ words, t }: Props) {
  if (words.length === 0) return null;
  const list = words.map((word) => `“${word}”`).join(', ');
  return (
    <p className="rounded-box bg-amber-50 p-3 text-sm text-amber-950 dark:bg-amber-950 dark:text-amber-100">
      {t('facts.neverSeen', { count: words.length, words: list })}
    </p>
  );
}
