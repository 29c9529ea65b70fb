import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { SnapshotDocument } from './snapshot.documents';

/** The kept results of that key, once for each request; null where there are none. */
export const load = byKey(async (key) => (await query(SnapshotDocument, { key })).rankingSnapshot);
