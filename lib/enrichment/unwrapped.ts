import { Declined, ThoughtOnly } from './language-model';
import { untilStop } from './stop';

/** How the thoughts of models that think aloud begin and end, family by family. */
const THOUGHTS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^<(?:\w+:)?(?:think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad)>/i,
    /<\/(?:\w+:)?(?:think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad)>/i,
  ],
  [/^\[(?:think|thinking|reasoning)\]/i, /\[\/(?:think|thinking|reasoning)\]/i],
  [/^◁think▷/, /◁\/think▷/],
  [/^<\|begin_of_thought\|>/i, /<\|end_of_thought\|>/i],
  [/^<\|start_thinking\|>/i, /<\|end_thinking\|>/i],
  [/^(?:<\|start\|>assistant)?<\|channel\|>(?:analysis|commentary)/, /<\|end\|>/],
];

/** How thoughts begin where a server's template has eaten the mark before them. */
const BARE_THOUGHT =
  /^(?:(?:okay|ok|alright|hmm+|well|so)[,.!…]*\s+)*(?:the user (?:wants|asks|asked|is asking|has|needs|gave|provided|would)|let me |let['’]s (?:see|think|start|break)|we (?:need to|are asked|have to)|i (?:need to|should|have to|must) |first,? i )/i;

const POLITE = '(?:[Ss]ure|[Cc]ertainly|[Oo]f course|[Aa]bsolutely|[Oo]kay|OK|[Gg]reat)';

/** What stands before the text, each tried until none is left. */
const BEFORE: readonly RegExp[] = [
  /^short:[^\n]*\n/i,
  /^<\|[^|<>\n]*\|>(?:assistant|final)?/,
  /^<\/?(?:answer|response|final|output|s)>/i,
  /^```[\w-]*\n?/,
  /^(?:#{1,6}\s+|>\s+|[-•*]\s+|\*{1,3}(?=\S)|_{1,3}(?=\S))/,
  new RegExp(
    `^(?:${POLITE}\\b[^:\\n]{0,30}?[,!.]\\s*)?[Hh]ere(?:['’]s| is| are)\\b[^:\\n]{0,80}` +
      '\\b(?:version|prompt|description|text|caption|answer|rewrite|sentences?|paragraph)\\b[^:\\n]{0,60}:',
  ),
  /^(?:(?:the|your|my|long|longer|full|final|more|detailed|expanded|enhanced|extended|improved|enriched|rewritten|image|picture|prompt|version|description|caption|answer|output|response|text|result)[ -]?){1,6}(?:\*\*|__|\*)?\s*(?::(?:\*\*|__|\*)?|\n)/i,
  new RegExp(`^${POLITE}(?: thing)?[!.,:]+\\s+(?=[A-Z"“*_])`),
];

const REFUSAL =
  /^(?:(?:i['’]m|i am|sorry|unfortunately|apologies|my apologies)\b[^.\n]{0,60}?\b(?:sorry|unable|can['’]?t|cannot|can not|not able|won['’]t)\b|i (?:can['’]?t|cannot|can not|won['’]t|am unable|must decline)\b|sorry,? (?:but )?i\b|as an ai\b)/i;

/** Beginnings that may become any of these: they are looked at for longer. */
const DOUBTFUL =
  /^(?:\P{L}|(?:sure|certainly|of course|absolutely|okay|ok|alright|hmm+|well|so|great|here|here['’]s|short|long|longer|full|final|detailed|expanded|enhanced|extended|improved|enriched|rewritten|prompt|version|description|caption|answer|output|response|text|result|your|my|let|let['’]s|we|i|i['’]m|first|sorry|unfortunately|apologies|as an)\b|the (?:user|long|longer|full|final|more|detailed|expanded|enhanced|extended|improved|enriched|rewritten|prompt|version|description|caption|answer|output|response|text|result)\b)/iu;
const DOUBT_LENGTH = 160;
/** Three words tell whether there is doubt. */
const WORDS = /^\S+\s+\S+\s+\S+\s/;

/** A text never goes on after these. */
const AFTER = ['<|', '</', '```', '<think'];

type Beginning =
  { readonly is: 'THOUGHT' | 'OPEN' } | { readonly is: 'TEXT' | 'REFUSAL'; readonly text: string };

function afterThought(text: string): string | undefined {
  for (const [begin, end] of THOUGHTS) {
    const begun = begin.exec(text);
    if (!begun && !(end.test(text) && BARE_THOUGHT.test(text))) continue;
    const inside = text.slice(begun?.[0].length ?? 0);
    const ended = end.exec(inside);
    return ended ? inside.slice(ended.index + ended[0].length) : undefined;
  }
  return BARE_THOUGHT.test(text) ? undefined : text;
}

/** What `heard`, the answer so far, turns out to begin with. */
function beginningOf(heard: string, isWhole: boolean): Beginning {
  let text = heard;
  for (let before; before !== text;) {
    before = text;
    const rest = afterThought(text.trim());
    if (rest === undefined) return { is: 'THOUGHT' };
    text = BEFORE.reduce((left, wrapping) => left.replace(wrapping, '').trimStart(), rest.trim());
  }
  const isClear = text.length >= DOUBT_LENGTH || (WORDS.test(text) && !DOUBTFUL.test(text));
  if (!isWhole && !isClear) return { is: 'OPEN' };
  // What follows may begin with the blank that was trimmed.
  const blank = text === '' ? '' : (/\s+$/.exec(heard)?.[0] ?? '');
  return { is: REFUSAL.test(text) ? 'REFUSAL' : 'TEXT', text: `${text}${blank}` };
}

async function* fromItsBeginning(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let heard = '';
  let isSettled = false;
  let beginning: Beginning = { is: 'OPEN' };
  for await (const piece of pieces) {
    if (isSettled) {
      yield piece;
      continue;
    }
    heard += piece;
    beginning = beginningOf(heard, false);
    isSettled = beginning.is === 'TEXT';
    if (beginning.is === 'TEXT') yield beginning.text;
  }
  if (isSettled) return;
  beginning = beginningOf(heard, true);
  if (beginning.is === 'THOUGHT') throw new ThoughtOnly();
  if (beginning.is === 'REFUSAL') throw new Declined(beginning.text);
  if (beginning.is === 'TEXT' && beginning.text !== '') yield beginning.text;
}

/**
 * The text that a language model was asked for, out of an answer in which it may also think aloud, greet, label,
 * fence and say farewell. Throws ThoughtOnly where it did nothing but think, and Declined where it would not.
 */
export function unwrapped(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  return untilStop(fromItsBeginning(pieces), AFTER);
}

/** `text` without the marks of Markdown, and without the quotation marks around the whole of it. */
export function plainText(text: string): string {
  const plain = text.replace(
    /(?<![\p{L}\p{N}])[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?![\p{L}\p{N}])|`/gu,
    '',
  );
  const inside = /^\s*(["“”„«])([^]*)$/u.exec(plain)?.[2];
  if (inside === undefined) return plain;
  const marks = inside.match(/["“”«»]/gu) ?? [];
  const endsWithOne = /["”»]\s*$/u.test(inside);
  if (marks.length === 0) return inside;
  return marks.length === 1 && endsWithOne ? inside.replace(/["”»]\s*$/u, '') : plain;
}
