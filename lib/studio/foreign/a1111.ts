import type { Said } from './recipe';

const PAIR = /\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)/g;
const SETTINGS_LINE = /^Steps: \d/;

/**
 * What the text says that A1111, Forge, SD.Next and many sites write: the prompt, "Negative prompt: …", and a line
 * of settings from "Steps: …" on. Undefined where there is no such line.
 */
export function readA1111(text: string): Said | undefined {
  const lines = text.split(/\r?\n/);
  const at = lines.findLastIndex((line) => SETTINGS_LINE.test(line.trimStart()));
  if (at < 0) return undefined;
  const texts = lines.slice(0, at);
  const from = texts.findIndex((line) => line.startsWith('Negative prompt:'));
  const negative = from < 0 ? [] : texts.slice(from);
  const pairs = [...lines.slice(at).join(', ').matchAll(PAIR)].map(
    ([, name = '', value = '']) => [name.trim(), value.replace(/^"|"$/g, '').trim()] as const,
  );
  return {
    prompt: texts.slice(0, from < 0 ? undefined : from).join('\n'),
    'Negative prompt': negative.join('\n').replace('Negative prompt:', ''),
    ...Object.fromEntries(pairs),
  };
}
