import { z } from 'zod';
import { writtenText } from '@/lib/written-text';
import type { CATEGORIES } from '@/app/components/categories';

/** What facts of prompts are called: short, and in small letters. */
const name = z
  .string()
  .regex(/^[a-z][a-z -]{0,39}$/)
  .optional()
  .catch(undefined);

export const LONGEST_SEARCH = 200;

const search = writtenText('A search').check(z.minLength(1));

/** What is searched for, where that is more than is looked for; undefined of all else. */
export function tooLongSearch(q: unknown): string | undefined {
  const { data } = search.safeParse(q);
  return data !== undefined && data.length > LONGEST_SEARCH ? data : undefined;
}

/** What the address asks of the gallery; nonsense is as if it were not there. */
export const askedSchema = z.object({
  q: z.optional(search.check(z.maxLength(LONGEST_SEARCH))).catch(undefined),
  thing: name,
  colour: name,
  number: z.coerce.number().int().min(1).max(99).optional().catch(undefined),
  order: z.enum(['DISAGREEMENT', 'VOTES', 'NEWEST']).catch('DISAGREEMENT'),
  source: z.enum(['CURATED', 'VISITORS']).catch('CURATED'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type Asked = z.infer<typeof askedSchema> & {
  readonly category: (typeof CATEGORIES)[number]['name'] | undefined;
};

/**
 * Whether an address asks for a page of the gallery rather than for the front page; that of the gallery says its order.
 * `asked` is what is made of it: nonsense asks for nothing.
 */
export function asksForGallery(search: Readonly<Record<string, unknown>>, asked: Asked): boolean {
  const { q, category, ...chosen } = asked;
  const said = Object.entries({ ...chosen, category });
  return q !== undefined || said.some(([part, value]) => String(value) === search[part]);
}

/** The facts that are asked for. */
export const factsOf = ({ number, colour, thing }: Asked) => [number, colour, thing];

/** The address of the gallery with one part changed; what is usual is left out, but for the order. */
export function galleryHref(asked: Asked, change: Partial<Asked>) {
  const { q, category, thing, colour, number, order, source, page } = {
    ...asked,
    page: 1,
    ...change,
  };
  const query = {
    ...(q ? { q } : {}),
    ...(category ? { category } : {}),
    ...(thing ? { thing } : {}),
    ...(colour ? { colour } : {}),
    ...(number ? { number } : {}),
    order,
    ...(source === 'CURATED' ? {} : { source }),
    ...(page > 1 ? { page } : {}),
  };
  return { pathname: '/', query, hash: 'gallery' };
}
