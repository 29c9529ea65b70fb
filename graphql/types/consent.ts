/** What whoever asks for work agrees to, for the descriptions of what they ask by. */
export const CONSENT =
  'Whoever asks agrees that prompt, longer prompt and pictures are published under CC0-1.0, the pictures within what ' +
  'the licence of their base’s weights asks for. What is stored of them the page /privacy says; `mine` lists it, ' +
  '`deleteMine` takes it back.';
