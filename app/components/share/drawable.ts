/**
 * The letters that are in both cuts of the font that cards are drawn with. Whatever else stands in a text, the library that
 * draws them would send to a font service of its own choice, and a prompt is nobody's business.
 */
const NOT_DRAWN =
  /[^ -~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u0113\u0116-\u0127\u012e-\u0137\u0139-\u013e\u0141-\u0148\u0150-\u0161\u016a-\u017e\u2013\u2014\u2018-\u201a\u201c-\u201e\u2026\u20ac]+/gu;

const ANOTHER_SCRIPT = 'A prompt in letters that this card does not have';

/** What cards can show of a text; where most of it is in other letters, they say so instead. */
export function drawable(text: string): string {
  const drawn = text.normalize('NFC').replace(NOT_DRAWN, ' ').replace(/\s+/g, ' ').trim();
  const letters = (of: string) => of.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters(drawn) * 2 < letters(text) || drawn === '' ? ANOTHER_SCRIPT : drawn;
}
