import { byKey } from '@/app/components/by-key';
import { categoryTitle } from '@/app/components/categories';
import { query } from '@/app/execute';
import { GROUP_TITLES } from '@/app/results/groups';
import { SnapshotDocument } from './snapshot.documents';

/** A ranking that was kept, once for each request. */
export const load = byKey(async (key) => (await query(SnapshotDocument, { key })).rankingSnapshot);

export type Snapshot = NonNullable<Awaited<ReturnType<typeof load>>>;

/** Which votes it is made of, in words. */
export function titleOf({ category, form, voters, ranking }: Snapshot): string {
  const question = ranking.question === 'ALIGNMENT' ? 'Follows the prompt' : 'Preferred';
  const prompts =
    form === null ? '' : { SIMPLE: ', short prompts', ENRICHED: ', longer prompts' }[form];
  const whose = voters === 'ALL' ? '' : `, ${GROUP_TITLES[voters].toLowerCase()}`;
  const of = category ? `, ${categoryTitle(category).toLowerCase()}` : '';
  return `${question}${of}${prompts}${whose}`;
}

/** When it was kept, and of how many votes it is made. */
export function asOf({ createdAt, ranking: { votes, voters } }: Snapshot): string {
  return `${votes} blind votes by ${voters} voters, as of ${createdAt.slice(0, 10)}`;
}
