interface Caret {
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

/** `text` with `words` instead of what is selected, a space from what stands beside them, and where the cursor is then. */
export function insertedAt(field: Caret | null, text: string, words: string) {
  const start = field?.selectionStart ?? text.length;
  const end = field?.selectionEnd ?? text.length;
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const put = `${/\S$/.test(before) ? ' ' : ''}${words}`;
  const gap = after !== '' && !/^[\s.,]/.test(after) ? ' ' : '';
  return { text: `${before}${put}${gap}${after}`, caret: before.length + put.length };
}
