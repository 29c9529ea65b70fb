/** The categories in the order in which pages show them. */
export const CATEGORIES = [
  { name: 'COUNTING', title: 'Counting' },
  { name: 'COLOR', title: 'Colour' },
  { name: 'ACTION', title: 'Action' },
  { name: 'SPATIAL', title: 'Place' },
  { name: 'CHARACTER', title: 'Character' },
  { name: 'OTHER', title: 'Other' },
] as const;

/** What a page calls a category. */
export function categoryTitle(name: string): string {
  return CATEGORIES.find((category) => category.name === name)?.title ?? name;
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
