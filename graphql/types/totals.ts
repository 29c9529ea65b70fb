import type { Total } from '@/lib/store/total';
import type { OutputFields } from '../builder';

/** A connection that knows how long its list is. */
interface Counted {
  readonly total: () => Promise<Total>;
}

/** How long a list is on all of its pages together. */
export const totalFields = <T extends Counted>(t: OutputFields<T>) => ({
  totalCount: t.int({
    description: 'How many there are on all pages together.',
    resolve: async ({ total }) => (await total()).count,
  }),
  totalIsEstimate: t.boolean({
    description:
      'Whether that is what the database expects, since to count them would take too long; otherwise it is exact.',
    resolve: async ({ total }) => (await total()).estimated,
  }),
});
