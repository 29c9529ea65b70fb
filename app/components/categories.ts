import type { Translate } from '@/app/words/translate';

/** The categories in the order in which pages show them. */
export const CATEGORIES = [
  { name: 'COUNTING' },
  { name: 'COLOR' },
  { name: 'ACTION' },
  { name: 'SPATIAL' },
  { name: 'CHARACTER' },
  { name: 'OTHER' },
] as const;

/** What a page calls a category. */
export function categoryTitle(t: Translate, name: string): string {
  const known = CATEGORIES.find((category) => category.name === name);
  return known ? t(`categories.${known.name}`) : name;
}

/** What an address says of a category: one of them, none, or something that is none. */
type AskedCategory =
  | { readonly category: (typeof CATEGORIES)[number]['name'] | undefined }
  | { readonly unknown: string };

/** Reads `?category=`, in any case. */
export function categoryAsked(text: string | string[] | undefined): AskedCategory {
  if (text === undefined || text === '') return { category: undefined };
  const wanted = String(text);
  const known = CATEGORIES.find(({ name }) => name === wanted.toUpperCase());
  return known ? { category: known.name } : { unknown: wanted };
}
