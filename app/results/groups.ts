import type { VoterGroup } from './ranking.documents';

/** Whose votes there are rankings of, in the order in which they are shown. */
export const GROUPS: readonly VoterGroup[] = ['ALL', 'SEASONED', 'VERIFIED'];

/** What the groups are called. */
export const GROUP_TITLES: Readonly<Record<VoterGroup, string>> = {
  ALL: 'All voters',
  SEASONED: '20 answers or more, over a week',
  VERIFIED: 'Signed in',
};
