import type { Translate } from '@/app/words/translate';
import type { CameToFragment, OwnFragment } from './yours.documents';

/** Where it stands, each in a few words. */
export function statesOf(t: Translate, { visibility, statuses, entry }: OwnFragment): string[] {
  const waiting = statuses.filter((status) => status === 'QUEUED' || status === 'RUNNING').length;
  const failed = statuses.filter((status) => status === 'FAILED').length;
  return [
    t('yours.seen', { visibility }),
    ...(entry ? [t('yours.voting', { entry })] : []),
    ...(waiting > 0 ? [t('yours.waiting', { count: waiting, all: statuses.length })] : []),
    ...(failed > 0 ? [t('yours.failedOf', { count: failed })] : []),
  ];
}

/** What a deletion came to. */
export function deletedInWords(
  t: Translate,
  { pictures, votedOn, texts, kept }: CameToFragment,
): string {
  return [
    t('yours.deleted', { pictures, texts }),
    ...(votedOn > 0 ? [t('yours.votedOn', { count: votedOn })] : []),
    ...(kept > 0 ? [t('yours.kept', { count: kept })] : []),
  ].join(' ');
}
