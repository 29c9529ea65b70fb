import { z } from 'zod';
import { writtenText } from '@/lib/written-text';
import type { CATEGORIES } from '@/app/components/categories';

/** What the address asks of the gallery; nonsense is as if it were not there. */
export const askedSchema = z.object({
  q: writtenText('A search').min(1).max(200).optional().catch(undefined),
  order: z.enum(['DISAGREEMENT', 'VOTES', 'NEWEST']).catch('DISAGREEMENT'),
  source: z.enum(['CURATED', 'VISITORS']).catch('CURATED'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type Asked = z.infer<typeof askedSchema> & {
  readonly category: (typeof CATEGORIES)[number]['name'] | undefined;
};

/** The address of the gallery with one part changed; what is usual is left out. */
export function galleryHref(asked: Asked, change: Partial<Asked>) {
  const { q, category, order, source, page } = { ...asked, page: 1, ...change };
  const query = {
    ...(q ? { q } : {}),
    ...(category ? { category } : {}),
    ...(order === 'DISAGREEMENT' ? {} : { order }),
    ...(source === 'CURATED' ? {} : { source }),
    ...(page > 1 ? { page } : {}),
  };
  return { pathname: '/', query, hash: 'gallery' };
}
