/** Letters that are two, which ftfy writes as two. */
const LIGATURES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Ĳ: 'IJ',
    ĳ: 'ij',
    ŉ: 'ʼn',
    Ǳ: 'DZ',
    ǲ: 'Dz',
    ǳ: 'dz',
    Ǆ: 'DŽ',
    ǅ: 'Dž',
    ǆ: 'dž',
    Ǉ: 'LJ',
    ǈ: 'Lj',
    ǉ: 'lj',
    Ǌ: 'NJ',
    ǋ: 'Nj',
    ǌ: 'nj',
    ﬀ: 'ff',
    ﬁ: 'fi',
    ﬂ: 'fl',
    ﬃ: 'ffi',
    ﬄ: 'ffl',
    ﬅ: 'ſt',
    ﬆ: 'st',
  }),
);
const LIGATURE = new RegExp(`[${[...LIGATURES.keys()].join('')}]`, 'gu');
/** Letters as wide as a Chinese one, or half as wide. */
const WIDTH = /[\u3000\uff01-\uffef]/gu;

/**
 * Quotes, ligatures and full-width letters, which phones type, as a keyboard has them: the rules of Python's ftfy 6.3,
 * with which OpenAI's own tokenizer reads every prompt.
 */
export function straighten(text: string): string {
  return text
    .replace(LIGATURE, (letter) => LIGATURES.get(letter) ?? letter)
    .replace(WIDTH, (letter) => letter.normalize('NFKC'))
    .replace(/[\u201c-\u201f]/gu, '"')
    .replace(/[\u02bc\u2018-\u201b]/gu, "'");
}
