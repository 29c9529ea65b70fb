import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { PermalinkDocument } from './picture.documents';

/** The picture behind a permalink; once for each request. */
export const load = byKey(async (key) => (await query(PermalinkDocument, { key })).generation);

export type Permalink = NonNullable<Awaited<ReturnType<typeof load>>>;
