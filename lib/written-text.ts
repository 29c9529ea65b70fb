import * as z from 'zod/mini';

/** Line breaks and tabs are writing; no other control character is, and XML cannot hold most of them. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** Half a character: no encoding can hold it. */
const HALF = /\p{Cs}/u;

/**
 * Characters that nobody sees, and that come along when text is copied: soft hyphens, spaces without width, what turns the
 * reading direction, tags. Two texts would look alike that are not, and a page could be made to read backwards. Joiners
 * and direction marks stay: Persian, Arabic and families of emoji are written with them.
 */
const UNSEEN =
  /[\u00AD\u200B\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

const LINE_SEPARATORS = /[\u2028\u2029]/gu;

/** What somebody wrote, without the white space around it and without what nobody sees; `what` names it where it is refused. */
export function writtenText(what: string) {
  return z.string().check(
    z.overwrite((text) => text.replace(UNSEEN, '').replace(LINE_SEPARATORS, '\n')),
    z.trim(),
    z.refine(
      (text) => !CONTROL.test(text) && !HALF.test(text),
      `${what} must not contain control characters; write it without them.`,
    ),
  );
}

/** The same of what was stored before that was asked. */
export function withoutControl(text: string): string {
  return text.replace(new RegExp(CONTROL, 'gu'), '').replace(new RegExp(HALF, 'gu'), '');
}
