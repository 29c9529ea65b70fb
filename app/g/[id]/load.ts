import { byKey } from '@/app/components/by-key';
import { voteHref } from '@/app/components/vote-href';
import { query } from '@/app/execute';
import { PermalinkDocument } from './picture.documents';

/** The picture behind a permalink; once for each request. */
export const load = byKey(async (key) => {
  const { generation, arena } = await query(PermalinkDocument, { key });
  if (!generation) return null;
  return { ...generation, voteHref: voteHref(generation.prompt.category, arena) };
});

export type Permalink = NonNullable<Awaited<ReturnType<typeof load>>>;
