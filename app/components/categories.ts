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
