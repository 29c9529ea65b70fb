import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { sliceInWords } from '@/app/results/in-words';
import type { Translate } from '@/app/words/translate';
import { SnapshotDocument } from './snapshot.documents';

/** The kept results of that key, once for each request; null where there are none. */
export const load = byKey(async (key) => (await query(SnapshotDocument, { key })).rankingSnapshot);

export type Snapshot = NonNullable<Awaited<ReturnType<typeof load>>>;

/** Which votes it is made of, in words. */
export function titleOf(t: Translate, { ranking: { question }, ...slice }: Snapshot): string {
  return sliceInWords(t, { ...slice, question });
}

/** When it was kept, and of how many votes it is made; in English, for what is made once for everybody. */
export function asOf({ createdAt, ranking: { votes, voters } }: Snapshot): string {
  return `${votes} blind votes by ${voters} voters, as of ${createdAt.slice(0, 10)}`;
}
