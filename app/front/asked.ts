import { z } from 'zod';
import { writtenText } from '@/lib/written-text';
import type { CATEGORIES } from '@/app/components/categories';

/** What facts of prompts are called: short, and in small letters. */
const name = z
  .string()
  .regex(/^[a-z][a-z -]{0,39}$/)
  .optional()
  .catch(undefined);

/** What the address asks of the gallery; nonsense is as if it were not there. */
export const askedSchema = z.object({
  q: z.optional(writtenText('A search').check(z.minLength(1), z.maxLength(200))).catch(undefined),
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

/** The facts that are asked for. */
export const factsOf = ({ number, colour, thing }: Asked) => [number, colour, thing];

/** The address of the gallery with one part changed; what is usual is left out. */
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
    ...(order === 'DISAGREEMENT' ? {} : { order }),
    ...(source === 'CURATED' ? {} : { source }),
    ...(page > 1 ? { page } : {}),
  };
  return { pathname: '/', query, hash: 'gallery' };
}
