import type { VoterGroup } from './ranking.documents';

/** Whose votes there are rankings of, in the order in which they are shown. */
export const GROUPS: readonly VoterGroup[] = ['ALL', 'SEASONED', 'VERIFIED'];
