import { pool, prisma } from '@/lib/store/database';
import { PUBLISHED } from './published';
import type { Outcome, Prisma, Visibility } from '@/lib/store/generated/client';

/** Pairs of a set that were judged, of which a number lets it leave the arena. */
const JUDGED = { kind: 'SAMPLED', state: 'DECIDED' } as const;

const PICTURE = {
  select: {
    modelId: true,
    comparisonId: true,
    imageSha256: true,
    visibility: true,
    enrichment: { select: { visibility: true } },
  },
} as const;

const ROWS = {
  prompt: { select: { text: true, category: true, visibility: true } },
  votes: { select: { question: true, outcome: true, withdrawnAt: true } },
  comparison: {
    select: { judgements: true, _count: { select: { matchups: { where: JUDGED } } } },
  },
} as const;

const PICTURES = { left: PICTURE, right: PICTURE } as const;

type Pictures = Prisma.MatchupGetPayload<{ select: typeof PICTURES }>;

export interface StoredMatchup extends Prisma.MatchupGetPayload<{ include: typeof ROWS }> {
  /** Null while its set is in the arena: a vote waits for its matchup, and they would be half of that. */
  readonly pictures: Pictures | null;
}

/** A matchup of which anybody may learn who painted it. */
export type RevealedMatchup = StoredMatchup & { readonly pictures: Pictures };

/** The matchup of that id; undefined when there is none. */
export async function findMatchup(id: string): Promise<StoredMatchup | undefined> {
  const row = await prisma().matchup.findUnique({ where: { id }, include: ROWS });
  if (!row) return undefined;
  const isPublished = row.publishedAt !== null;
  const pictures = isPublished
    ? await prisma().matchup.findUnique({ where: { id }, select: PICTURES })
    : null;
  return { ...row, pictures };
}

interface Seen {
  readonly visibility: Visibility;
}

/** Whether curators let others than themselves see it. */
export function isSeen({ visibility }: Seen): boolean {
  return visibility === 'VISIBLE' || visibility === 'UNLISTED';
}

type Side = Seen & { readonly enrichment: Seen | null };

/** Whether everything of a matchup is seen. */
function allSeen(of: {
  readonly prompt: Seen;
  readonly left: Side;
  readonly right: Side;
}): boolean {
  const texts = [of.left.enrichment, of.right.enrichment].filter((text) => text !== null);
  return [of.prompt, of.left, of.right, ...texts].every(isSeen);
}

/** Whether anybody may learn who painted it: once its pictures are shown blind to nobody any more, unless a curator hid one. */
export function isRevealed(matchup: StoredMatchup): matchup is RevealedMatchup {
  const { pictures, prompt } = matchup;
  return pictures !== null && allSeen({ prompt, ...pictures });
}

/** How many more pairs of its set are to be judged before everybody learns who painted them; 0 once that is so. */
export function untilRevealed({ publishedAt, comparison }: StoredMatchup): number {
  if (publishedAt !== null) return 0;
  return Math.max(1, comparison.judgements - comparison._count.matchups);
}

/** All that its voter was shown of a matchup's set, the first one first; nothing while that is in the arena. */
export async function ofSameSet({
  publishedAt,
  voterId,
  comparisonId,
}: StoredMatchup): Promise<StoredMatchup[]> {
  if (publishedAt === null) return [];
  const rows = await prisma().matchup.findMany({
    where: { voterId, comparisonId, publishedAt: { not: null } },
    orderBy: { createdAt: 'asc' },
    include: { ...ROWS, ...PICTURES },
  });
  return rows.map(({ left, right, ...row }) => ({ ...row, pictures: { left, right } }));
}

/** How often each answer was given about two models; `left` is the first one. */
export type PairAnswers = Readonly<Record<'left' | 'right' | 'tie' | 'bothBad', number>>;

/**
 * All published answers to ALIGNMENT about these two models, wherever they stood. Of the others whoever has just answered
 * would see which count has moved, and so learn the painters.
 */
export async function pairAnswers(leftModel: string, rightModel: string): Promise<PairAnswers> {
  const { rows } = await pool().query<{ outcome: Outcome; swapped: boolean; count: number }>(
    `SELECT v.outcome, l."modelId" = $2 AS swapped, count(*)::int
     FROM "Matchup" m
     JOIN "Generation" l ON l.id = m."leftId"
     JOIN "Generation" r ON r.id = m."rightId"
     JOIN "Vote" v ON v."matchupId" = m.id AND v.question = 'ALIGNMENT' AND ${PUBLISHED}
     WHERE m.kind = 'SAMPLED' AND m.state <> 'WITHDRAWN'
       AND ((l."modelId" = $1 AND r."modelId" = $2) OR (l."modelId" = $2 AND r."modelId" = $1))
     GROUP BY 1, 2`,
    [leftModel, rightModel],
  );
  const sum = (outcome: Outcome, swappedOutcome: Outcome) =>
    rows
      .filter(({ outcome: said, swapped }) => said === (swapped ? swappedOutcome : outcome))
      .reduce((total, { count }) => total + count, 0);
  return {
    left: sum('LEFT', 'RIGHT'),
    right: sum('RIGHT', 'LEFT'),
    tie: sum('TIE', 'TIE'),
    bothBad: sum('BOTH_BAD', 'BOTH_BAD'),
  };
}

/** Which picture's bytes lie behind an opaque address, and those of the one beside it. */
export async function blindPictures(
  token: string,
): Promise<{ readonly asked: string; readonly other: string } | undefined> {
  const matchup = await prisma().matchup.findFirst({
    where: { OR: [{ leftToken: token }, { rightToken: token }] },
    select: {
      leftToken: true,
      prompt: { select: { visibility: true } },
      ...PICTURES,
    },
  });
  if (!matchup || !allSeen(matchup)) return undefined;
  const left = matchup.left.imageSha256 ?? '';
  const right = matchup.right.imageSha256 ?? '';
  return matchup.leftToken === token
    ? { asked: left, other: right }
    : { asked: right, other: left };
}
