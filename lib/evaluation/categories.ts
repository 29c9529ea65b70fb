import { plainFacts, type PlainKind } from './plain-words';

/**
 * What a prompt that states such a fact puts to the test. The first that fits decides, so that the order is that of the
 * categories on pages; the colour of a background alone is better than nothing.
 */
const CATEGORY_OF = [
  ['count', 'COUNTING'],
  ['colour', 'COLOR'],
  ['action', 'ACTION'],
  ['relation', 'SPATIAL'],
  ['name', 'CHARACTER'],
  ['background', 'COLOR'],
] as const satisfies readonly (readonly [PlainKind, string])[];

/** The category of a prompt by what it states: OTHER only where nothing of the table is found. */
export function inferredCategory(prompt: string): (typeof CATEGORY_OF)[number][1] | 'OTHER' {
  const kinds = new Set(plainFacts(prompt).map(({ kind }) => kind));
  return CATEGORY_OF.find(([kind]) => kinds.has(kind))?.[1] ?? 'OTHER';
}
