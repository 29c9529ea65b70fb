import { byKey } from '@/app/components/by-key';
import { voteHref } from '@/app/components/vote-href';
import { query } from '@/app/execute';
import { VerdictDocument } from './verdict.documents';

/** The vote behind a permalink once its painters are named, null before; once for each request. */
export const load = byKey(async (key) => {
  const { matchup, arena } = await query(VerdictDocument, { key });
  if (!matchup?.reveal) return null;
  const { reveal, ...own } = matchup;
  return {
    ...own,
    ...reveal,
    crowd: reveal.answers,
    answers: own.answers,
    voteHref: voteHref(own.category, arena),
  };
});

export type Verdict = NonNullable<Awaited<ReturnType<typeof load>>>;
