import type { CameToFragment, OwnFragment } from './yours.documents';

export const KINDS = {
  COMPARISON: { one: 'Comparison', many: 'Comparisons' },
  PICTURE: { one: 'Picture', many: 'Pictures' },
  PROMPT: { one: 'Prompt', many: 'Prompts' },
  ENRICHMENT: { one: 'Longer prompt', many: 'Longer prompts' },
} as const satisfies Record<OwnFragment['kind'], object>;

const SEEN: Readonly<Record<OwnFragment['visibility'], string>> = {
  VISIBLE: 'in lists',
  UNLISTED: 'unlisted: only its address leads there',
  HIDDEN: 'hidden by a curator',
  REMOVED: 'removed by a curator',
};

const VOTING: Readonly<Record<NonNullable<OwnFragment['entry']>, string>> = {
  PROPOSED: 'proposed for voting',
  ADMITTED: 'admitted to voting',
  REFUSED: 'not taken for voting',
};

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Where it stands, each in a few words. */
export function statesOf({ visibility, statuses, entry }: OwnFragment): string[] {
  const waiting = statuses.filter((status) => status === 'QUEUED' || status === 'RUNNING').length;
  const failed = statuses.filter((status) => status === 'FAILED').length;
  return [
    SEEN[visibility],
    ...(entry ? [VOTING[entry]] : []),
    ...(waiting > 0 ? [`${waiting} of ${statuses.length} still to come`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
}

/** What a deletion came to. */
export function deletedInWords({ pictures, votedOn, texts, kept }: CameToFragment): string {
  return [
    `Deleted: ${counted(pictures, 'picture')} and ${counted(texts, 'text')}.`,
    ...(votedOn > 0
      ? [`Others have voted on ${votedOn} of the pictures: the votes stay, without them.`]
      : []),
    ...(kept > 0
      ? [
          `${counted(kept, 'text')} only lost your name, since others asked for something with it or a curator has hidden it.`,
        ]
      : []),
  ].join(' ');
}
