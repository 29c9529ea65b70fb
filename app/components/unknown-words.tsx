/** Says kindly which words the model has never seen. Nothing when it knows them all. */
export function UnknownWords({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null;
  const list = words.map((word) => `“${word}”`).join(', ');
  return (
    <p className="rounded-box bg-amber-50 p-3 text-sm text-amber-950 dark:bg-amber-950 dark:text-amber-100">
      This model has never seen the {words.length === 1 ? 'word' : 'words'} {list}. It painted what
      it could.
    </p>
  );
}
