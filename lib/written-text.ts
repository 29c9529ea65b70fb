import { z } from 'zod';

/** Line breaks and tabs are writing; no other control character is, and XML cannot hold most of them. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** Half a character: no encoding can hold it. */
const HALF = /\p{Cs}/u;

/** What somebody wrote, without the white space around it; `what` names it where it is refused. */
export function writtenText(what: string) {
  return z
    .string()
    .trim()
    .refine(
      (text) => !CONTROL.test(text) && !HALF.test(text),
      `${what} must not contain control characters; write it without them.`,
    );
}

/** The same of what was stored before that was asked. */
export function withoutControl(text: string): string {
  return text.replace(new RegExp(CONTROL, 'gu'), '').replace(new RegExp(HALF, 'gu'), '');
}
